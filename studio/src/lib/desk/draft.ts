import { formatAmount } from '#server/domain/board/format.ts';
import { readBenefitsCell } from '#server/domain/intake/normalise/benefits.ts';
import { readEmployer } from '#server/domain/intake/normalise/employer.ts';
import { readExpiry } from '#server/domain/intake/normalise/expiry.ts';
import { readHeadcount } from '#server/domain/intake/normalise/headcount.ts';
import { readPay } from '#server/domain/intake/normalise/pay.ts';
import { readPhones } from '#server/domain/intake/normalise/phones.ts';
import { readRequirements } from '#server/domain/intake/normalise/requirements.ts';
import { readShift } from '#server/domain/intake/normalise/shift.ts';
import { readTrade } from '#server/domain/intake/normalise/trade.ts';
import type { Expiry, Pay, PostingFacts, Settlement } from '#server/domain/posting/facts.ts';

/** What stands in the form's fields: the clerk's words, read by the same normalisers as a table's. */
export interface Draft {
  trade: string;
  employer: string;
  householder: boolean;
  headcount: string;
  pay: string;
  shift: string;
  place: string;
  phones: string;
  contact: string;
  requirements: string;
  benefits: string;
  expiry: string;
  description: string;
}
export type DraftField = keyof Draft;

/** One job, open until somebody rings: what most postings typed at a desk are. */
export const emptyDraft = (): Draft => ({
  trade: '',
  employer: '',
  householder: false,
  headcount: '1',
  pay: '',
  shift: '',
  place: '',
  phones: '',
  contact: '',
  requirements: '',
  benefits: '',
  expiry: '长期',
  description: '',
});

export interface ReadDraft {
  facts: PostingFacts;
  /** Fields whose words nobody could read as what they should be. */
  unread: DraftField[];
}

/** The posting being corrected: fields left as they are keep their facts, to the letter. */
export interface Base {
  draft: Draft;
  facts: PostingFacts;
}

/** @param today YYYY-MM-DD in the station's zone: what 明天 is counted from */
export function readDraft(draft: Draft, today: string, base?: Base): ReadDraft {
  const kept = (...fields: DraftField[]): PostingFacts | undefined =>
    base && fields.every((field) => draft[field] === base.draft[field]) ? base.facts : undefined;
  const unread: DraftField[] = [];
  const trade = kept('trade') ?? tradeOf(draft.trade);
  const employer = kept('employer', 'householder') ?? employerOf(draft);
  const pay = readPay(draft.pay);
  const headcount = readHeadcount(draft.headcount.trim() || '若干');
  const expiry = readExpiry(draft.expiry, today);
  const phones = readPhones(draft.phones);
  const benefits = readBenefitsCell(draft.benefits);
  if (pay.unread && !kept('pay')) unread.push('pay');
  if (headcount.unread && !kept('headcount')) unread.push('headcount');
  if (expiry.unread && !kept('expiry')) unread.push('expiry');
  if (phones.invalid.length > 0 && !kept('phones')) unread.push('phones');
  const paid = kept('pay')?.pay ?? withSettlement(pay.pay, benefits.settlement);
  const facts: PostingFacts = {
    trade: trade.trade,
    ...defined('title', trade.title),
    ...defined('category', trade.category),
    ...defined('employer', employer.employer),
    employerKind: employer.employerKind,
    headcount: kept('headcount')?.headcount ?? headcount.headcount,
    pay: paid,
    shift: kept('shift')?.shift ?? readShift(draft.shift, today),
    ...defined('place', draft.place.trim() || undefined),
    phones: kept('phones')?.phones ?? phones.phones,
    ...defined('contact', [draft.contact.trim(), ...phones.extensions].filter(Boolean).join(' ') || undefined),
    requirements: kept('requirements')?.requirements ?? readRequirements(draft.requirements),
    benefits: kept('benefits')?.benefits ?? [...new Set([...benefits.benefits, ...(kept('pay') ? [] : pay.benefits)])],
    expiry: kept('expiry')?.expiry ?? expiry.expiry,
    ...defined('description', draft.description.trim() || undefined),
  };
  return { facts, unread };
}

/** Facts as a clerk would have typed them. Phones stay out: the desk has them masked. */
export function draftOf(facts: Omit<PostingFacts, 'phones'> & { phones?: string[] }): Draft {
  return {
    trade: facts.title ?? facts.trade,
    employer: facts.employer ?? '',
    householder: facts.employerKind === 'householder',
    headcount: facts.headcount.approximate ? '若干' : range(facts.headcount.min, facts.headcount.max),
    pay: payDraft(facts.pay),
    shift: facts.shift.text,
    place: facts.place ?? '',
    phones: (facts.phones ?? []).join(' '),
    contact: facts.contact ?? '',
    requirements: facts.requirements.join('；'),
    benefits: facts.benefits.join('，'),
    expiry: expiryDraft(facts.expiry),
    description: facts.description ?? '',
  };
}

const units = { hour: '元/小时', day: '元/天', month: '元/月', piece: '元/件', order: '元/单' } as const;
const settlements: Record<Settlement, string> = { daily: '日结', weekly: '周结', monthly: '月结', 'on-completion': '干完就结' };

export function payDraft(pay: Pay): string {
  const { min, max } = pay;
  const figures = min === undefined && max === undefined ? '面议' : range(min ?? max ?? 0, max ?? min ?? 0);
  const unit = figures === '面议' || !pay.unit ? '' : units[pay.unit];
  return [figures + unit, pay.settlement && settlements[pay.settlement], pay.note].filter(Boolean).join(' ');
}

const range = (min: number, max: number) => (min === max ? formatAmount(min) : `${formatAmount(min)}-${formatAmount(max)}`);

export function expiryDraft(expiry: Expiry): string {
  return expiry.kind === 'date' ? expiry.on : expiry.kind === 'long-term' ? '长期' : '';
}

function tradeOf(text: string): Pick<PostingFacts, 'trade' | 'title' | 'category'> {
  const { trade, title, category } = readTrade(text);
  return { trade, ...defined('title', title), ...defined('category', category) };
}

function employerOf(draft: Draft): Pick<PostingFacts, 'employer' | 'employerKind'> {
  const text = draft.employer.trim();
  if (draft.householder && text !== '') return { employer: text, employerKind: 'householder' };
  return readEmployer(text);
}

const withSettlement = (pay: Pay, settlement: Settlement | undefined): Pay =>
  settlement && !pay.settlement ? { ...pay, settlement } : pay;

const defined = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);
