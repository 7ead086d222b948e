import type { DeskPosting } from '#server/contract/desk.ts';
import type { LintFinding } from '#server/contract/posting.ts';
import { formatPay, formatSettlement, formatShift } from '#server/domain/board/format.ts';
import type { PostingStatus } from '#server/domain/posting/status.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import { wordEnd, wordMoment } from './moment.ts';
import { where } from './where.svelte.ts';

const locale = () => (getLocale() === 'en' ? 'en' : 'zh-CN');

export const todayIn = (timeZone = where.timeZone): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date());

export const payOf = (facts: Pick<DeskPosting['facts'], 'pay'>): string =>
  [formatPay(facts.pay, locale()), formatSettlement(facts.pay, locale())].filter(Boolean).join(' · ');

/** "—" where nothing was said: the wall asks people to ask the station, the station has nobody to ask but the employer. */
export function shiftOf({ shift }: Pick<DeskPosting['facts'], 'shift'>): string {
  const said =
    shift.start !== undefined ||
    shift.startsOn !== undefined ||
    shift.hours !== undefined ||
    shift.kind !== 'unspecified' ||
    shift.text !== '';
  return said ? formatShift(shift, { today: todayIn() }, locale()) : '—';
}

export function headcountOf({ headcount }: Pick<DeskPosting['facts'], 'headcount'>): string {
  if (headcount.approximate) return m.headcount_unstated();
  return headcount.min === headcount.max ? m.people({ count: headcount.max }) : m.people_range({ min: headcount.min, max: headcount.max });
}

const statusWords: Record<PostingStatus, () => string> = {
  draft: m.status_draft,
  'call-back': m.status_call_back,
  submitted: m.status_submitted,
  rejected: m.status_rejected,
  approved: m.status_approved,
  filled: m.status_filled,
  closed: m.status_closed,
};
export const statusOf = (status: PostingStatus): string => statusWords[status]();

const here = () => ({ timeZone: where.timeZone, locale: locale(), today: todayIn() });

/** A moment in the station's zone. */
export const momentOf = (iso: string | null): string => (iso === null ? '—' : wordMoment(iso, here()));

/** Until when something holds. */
export const endOf = (iso: string | null): string => (iso === null ? '—' : wordEnd(iso, here()));

/** What the public sees happen at a withdrawal. */
export const consequenceOf = (posting: Pick<DeskPosting, 'screens' | 'status'>): string =>
  (posting.status === 'approved' || posting.status === 'filled') && posting.screens > 0
    ? m.consequence_screens({ count: posting.screens })
    : m.consequence_none();

export const explanationOf = (finding: LintFinding): string => finding.explanation[locale() === 'en' ? 'en' : 'zh'];
export const fixOf = (finding: LintFinding): string | undefined => finding.fix?.[locale() === 'en' ? 'en' : 'zh'];
export const lawOf = (finding: LintFinding): string | undefined =>
  finding.source && [finding.source.law, finding.source.article].filter(Boolean).join(' ');

export const blockersOf = (findings: readonly LintFinding[]): LintFinding[] => findings.filter((finding) => finding.severity === 'block');
