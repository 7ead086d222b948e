import type { NearPosting } from '../../contract/desk.ts';
import type { IntakeRowForStaff } from '../../contract/intake-desk.ts';
import type { Locale } from '../../contract/problems.ts';
import type { Database, Tx } from '../../db/database.ts';
import type { Outcome } from '../../domain/intake/outcome.ts';
import { type Notice, type SkipReason, wordRowProblem } from '../../domain/intake/problems.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import type { Context } from '../context.ts';
import { withoutPhones } from '../postings/desk-view.ts';
import { maskNumbers } from '../postings/get-posting.ts';
import { nameNear } from '../postings/near-postings.ts';
import { markOf, openOutcome, type StoredRow } from './intake-row.ts';

/** One row as the preview shows it. Phone numbers are masked in the facts and in the words as sent. */
export function rowForStaff(
  ctx: Pick<Context, 'vault'>,
  row: StoredRow,
  { locale, near }: { locale: Locale; near: ReadonlyMap<string, NearPosting> },
): IntakeRowForStaff {
  const outcome = openOutcome(ctx, row);
  const base: IntakeRowForStaff = {
    id: row.id,
    sheet: row.sheet,
    row: row.row,
    toRow: null,
    outcome: row.outcome,
    state: null,
    facts: null,
    phonesMasked: [],
    findings: [],
    remarks: remarksOf(outcome, locale),
    original: {},
    sameAs: null,
    renews: null,
    near: null,
    postingId: row.postingId,
  };
  switch (outcome.outcome) {
    case 'skipped':
      return { ...base, toRow: outcome.toRow ?? null, original: outcome.text ? { '': maskNumbers(outcome.text) } : {} };
    case 'rejected':
      return { ...base, phonesMasked: outcome.phones.map(maskPhone), original: masked(outcome.original) };
    default:
      return {
        ...base,
        state: outcome.state,
        facts: withoutPhones(outcome.facts),
        phonesMasked: outcome.facts.phones.map(maskPhone),
        findings: outcome.findings,
        original: masked(outcome.original),
        sameAs: outcome.outcome === 'duplicate' ? (outcome.sameAs ?? null) : null,
        renews: outcome.outcome === 'duplicate' ? (outcome.renews ?? null) : null,
        near: row.postingId === null ? (near.get(row.id) ?? null) : null,
      };
  }
}

/** The standing postings that rows are nearly the same as, by row: each as this row differs from it. */
export async function nearOfRows(
  ctx: Pick<Context, 'vault'>,
  db: Database | Tx,
  rows: readonly StoredRow[],
): Promise<Map<string, NearPosting>> {
  const found = rows.flatMap((row) => {
    const outcome = markOf(row).near === true ? openOutcome(ctx, row) : undefined;
    return outcome?.outcome === 'posting' && outcome.near ? [{ rowId: row.id, near: outcome.near }] : [];
  });
  const named = await nameNear(
    db,
    found.map(({ near }) => near),
  );
  return new Map(
    found.flatMap(({ rowId, near }) => {
      const posting = named.get(near.postingId);
      return posting ? [[rowId, { ...posting, differs: near.differs }] as const] : [];
    }),
  );
}

const masked = (original: Record<string, string>) =>
  Object.fromEntries(Object.entries(original).map(([header, cell]) => [header, maskNumbers(cell)]));

function remarksOf(outcome: Outcome, locale: Locale): string[] {
  const zh = locale === 'zh-CN';
  if (outcome.outcome === 'rejected') return [wordRowProblem(outcome.problem, locale)];
  if (outcome.outcome === 'skipped') return [skipWords[outcome.reason][zh ? 0 : 1]];
  return outcome.notices.map(({ code, text }) => `${noticeWords[code][zh ? 0 : 1]}${zh ? '：' : ': '}${maskNumbers(text)}`);
}

const skipWords: Record<SkipReason, readonly [string, string]> = {
  title: ['标题行', 'title'],
  header: ['表头', 'header'],
  'repeated-header': ['重复的表头', 'repeated header'],
  blank: ['空行', 'blank'],
  section: ['分组标题', 'section heading'],
  total: ['合计行', 'total'],
  footer: ['表尾说明', 'footer'],
  'no-table': ['这张表没有岗位', 'no table of jobs'],
  'hidden-sheet': ['隐藏的工作表', 'hidden sheet'],
  'empty-sheet': ['空的工作表', 'empty sheet'],
  'small-talk': ['不是招工信息', 'not a posting'],
  'already-read': ['已读过', 'read before'],
};

const noticeWords: Record<Notice['code'], readonly [string, string]> = {
  PAY_UNREAD: ['工资没读懂，原话放在工作内容里', 'pay not understood, kept in the description'],
  HEADCOUNT_UNREAD: ['人数没读懂', 'headcount not understood'],
  EXPIRY_UNREAD: ['有效期没读懂', 'validity not understood'],
  PHONE_INVALID: ['号码位数不对', 'a number of the wrong length'],
  TRADE_UNKNOWN: ['工种表里没有', 'not in the list of trades'],
  TEXT_SHORTENED: ['内容太长，已缩短', 'shortened'],
};
