import { and, asc, desc, eq, gt, inArray, like, sql } from 'drizzle-orm';
import type { IntakeForStaff, IntakeRowForStaff, IntakeRowQuery } from '../../contract/intake-desk.ts';
import { type Locale, type Problem, wordProblem } from '../../contract/problems.ts';
import { user } from '../../db/schema/auth.ts';
import { regions } from '../../db/schema/org.ts';
import { intakeRows, intakes } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { type IntakeRow, notesOf } from './intake-row.ts';
import type { FileNotice } from './read/table-file.ts';
import { nearOfRows, rowForStaff } from './row-view.ts';

const recent = 30;
type Counts = IntakeForStaff['counts'];
const none: Counts = { postings: 0, blocked: 0, callBacks: 0, duplicates: 0, near: 0, rejected: 0, skipped: 0, saved: 0 };

/** What came in lately, newest first. */
export async function listIntakes(ctx: Context, actor: Actor, input: { regionCode: string; locale: Locale }): Promise<IntakeForStaff[]> {
  const path = await regionPath(ctx.db, input.regionCode);
  requireIn(actor, 'clerk', path);
  const rows = await ctx.db
    .select({ intake: intakes, authorName: user.name })
    .from(intakes)
    .innerJoin(regions, eq(regions.code, intakes.regionCode))
    .leftJoin(user, eq(user.id, intakes.authorId))
    .where(and(like(regions.path, `${path}%`), inArray(intakes.kind, ['table', 'chat'])))
    .orderBy(desc(intakes.id))
    .limit(recent);
  const counts = await countRows(
    ctx,
    rows.map((row) => row.intake.id),
  );
  return rows.map((row) => viewOf(row.intake, row.authorName, counts, input.locale));
}

/** @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function getIntake(ctx: Context, actor: Actor, input: { intakeId: string; locale: Locale }): Promise<IntakeForStaff> {
  const [found] = await ctx.db
    .select({ intake: intakes, authorName: user.name, path: regions.path })
    .from(intakes)
    .innerJoin(regions, eq(regions.code, intakes.regionCode))
    .leftJoin(user, eq(user.id, intakes.authorId))
    .where(eq(intakes.id, input.intakeId));
  if (!found) throw new Refusal('NOT_FOUND');
  requireIn(actor, 'clerk', found.path);
  return viewOf(found.intake, found.authorName, await countRows(ctx, [found.intake.id]), input.locale);
}

export async function listIntakeRows(
  ctx: Context,
  actor: Actor,
  input: { intakeId: string; query: IntakeRowQuery; locale: Locale },
): Promise<{ rows: IntakeRowForStaff[]; next: string | null }> {
  await getIntake(ctx, actor, input);
  const { show, after, limit } = input.query;
  const rows = await ctx.db
    .select()
    .from(intakeRows)
    .where(and(eq(intakeRows.intakeId, input.intakeId), after === undefined ? undefined : gt(intakeRows.id, after), shown(show)))
    .orderBy(asc(intakeRows.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const near = await nearOfRows(ctx, ctx.db, page);
  return {
    rows: page.map((row) => rowForStaff(ctx, row, { locale: input.locale, near })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

function shown(show: IntakeRowQuery['show']) {
  switch (show) {
    case 'all':
      return sql`${intakeRows.outcome} <> 'skipped'`;
    case 'postings':
      return inArray(intakeRows.outcome, ['posting', 'call-back']);
    case 'blocked':
      return sql`${intakeRows.reason} ->> 'state' = 'blocked'`;
    case 'duplicates':
      return eq(intakeRows.outcome, 'duplicate');
    case 'near':
      return sql`${intakeRows.reason} ->> 'near' = 'true' and ${intakeRows.postingId} is null`;
    case 'rejected':
      return eq(intakeRows.outcome, 'rejected');
    case 'skipped':
      return eq(intakeRows.outcome, 'skipped');
  }
}

async function countRows(ctx: Context, ids: string[]): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>();
  if (ids.length === 0) return counts;
  const rows = await ctx.db
    .select({
      intakeId: intakeRows.intakeId,
      outcome: intakeRows.outcome,
      state: sql<string | null>`${intakeRows.reason} ->> 'state'`,
      near: sql<boolean>`${intakeRows.reason} ->> 'near' is not null`,
      saved: sql<boolean>`${intakeRows.postingId} is not null`,
      n: sql<number>`count(*)::int`,
    })
    .from(intakeRows)
    .where(inArray(intakeRows.intakeId, ids))
    .groupBy(intakeRows.intakeId, intakeRows.outcome, sql`3`, sql`4`, sql`5`);
  for (const { intakeId, outcome, state, near, saved, n } of rows) {
    const count = counts.get(intakeId) ?? { ...none };
    if (saved) count.saved += n;
    if (outcome === 'duplicate') count.duplicates += n;
    else if (outcome === 'rejected') count.rejected += n;
    else if (outcome === 'skipped') count.skipped += n;
    else {
      count.postings += n;
      if (near && !saved) count.near += n;
      if (state === 'blocked') count.blocked += n;
      if (outcome === 'call-back') count.callBacks += n;
    }
    counts.set(intakeId, count);
  }
  return counts;
}

function viewOf(intake: IntakeRow, authorName: string | null, counts: Map<string, Counts>, locale: Locale): IntakeForStaff {
  const problem = intake.problem as Problem | null;
  const notes = notesOf(intake);
  return {
    id: intake.id,
    kind: intake.kind,
    fileName: intake.fileName,
    bytes: intake.bytes,
    state: intake.state,
    rowsDone: intake.rowsDone,
    rowsTotal: intake.rowsTotal,
    regionCode: intake.regionCode,
    authorName: authorName ?? intake.authorId,
    receivedAt: intake.receivedAt.toString(),
    problem: problem && { code: problem.code, message: wordProblem(problem, locale) },
    notices: notes.notices.map((notice) => wordNotice(notice, locale)),
    mappings: notes.mappings,
    counts: counts.get(intake.id) ?? { ...none },
  };
}

function wordNotice(notice: FileNotice, locale: Locale): string {
  const zh = locale === 'zh-CN';
  switch (notice.code) {
    case 'MACROS_IGNORED':
      return zh ? '文件里带宏，已忽略，没有运行。' : 'The file carries macros; they were ignored and not run.';
    case 'QUOTES_REPAIRED':
      return zh ? '引号不成对，已按行读，请核对。' : 'Quotes did not match; read line by line. Please check.';
    case 'ENCODING':
      return zh ? `按 ${notice.encoding} 编码读取。` : `Read as ${notice.encoding}.`;
    case 'COLUMNS_BEYOND_LIMIT':
      return zh ? `只读前 ${notice.limit} 列。` : `Only the first ${notice.limit} columns were read.`;
  }
}
