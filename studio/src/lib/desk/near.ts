import type { NearPosting } from '#server/contract/desk.ts';
import { m } from '$lib/paraglide/messages.js';
import { payOf, statusOf } from './wording.ts';

const fieldWords: Record<NearPosting['differs'][number], () => string> = {
  pay: m.field_pay,
  headcount: m.field_headcount,
  shift: m.field_shift,
  requirements: m.field_requirements,
  benefits: m.field_benefits,
  title: m.field_trade,
  description: m.field_description,
  phones: m.field_phones,
};

/** "103 号" where it has a number; else how far it has come. */
export const nearName = (near: NearPosting): string =>
  near.number === null ? `${near.trade}（${statusOf(near.status)}）` : m.near_number({ number: near.number });

/** What the standing posting is, and what is said otherwise now. */
export function nearWords(near: NearPosting): string {
  const posting = [nearName(near), near.employer ?? '', payOf(near)].filter(Boolean).join(' · ');
  if (near.differs.length === 0) return m.near_same({ posting });
  return m.near_words({ posting, fields: near.differs.map((field) => fieldWords[field]()).join(m.list_comma()) });
}
