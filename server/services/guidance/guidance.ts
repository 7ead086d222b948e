import { eq } from 'drizzle-orm';
import type { GuidanceForPublic, GuidanceForStaff } from '../../contract/guidance.ts';
import type { ContentHistory } from '../../contract/programme.ts';
import { guidance } from '../../db/schema/kiosk.ts';
import { regions } from '../../db/schema/org.ts';
import { type Actor, mayIn } from '../../domain/access/actor.ts';
import { mayApprove } from '../../domain/approval/two-people.ts';
import { builtInGuidance } from '../../domain/guidance/built-in.ts';
import { type Guidance, guidanceAt, withBuiltIn } from '../../domain/guidance/entry.ts';
import { ancestorCodes } from '../boards/load-boards.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { historyOf } from '../programme/content-history.ts';
import { Refusal } from '../refusal.ts';
import { namesOfPeople } from '../staff/names-of.ts';

export type GuidanceRow = typeof guidance.$inferSelect;

/** What a station in this region says to those who stand in it: its own before the country's, and nothing that one person alone has written. */
export async function guidanceFor(ctx: Pick<Context, 'db'>, regionCode: string): Promise<GuidanceForPublic[]> {
  const [region] = await ctx.db.select({ path: regions.path }).from(regions).where(eq(regions.code, regionCode));
  const rows = await ctx.db.select({ id: guidance.id, approved: guidance.approved }).from(guidance);
  const approved = rows.flatMap(({ id, approved: entry }): Guidance[] => (entry === null ? [] : [{ id, ...entry }]));
  return guidanceAt(withBuiltIn(builtInGuidance, approved), ancestorCodes(region?.path ?? '')).map((entry) => ({
    id: entry.id,
    ...facts(entry),
  }));
}

/** Every entry in its newest wording, with who wrote and who approved it. */
export async function listGuidance(ctx: Context, actor: Actor): Promise<GuidanceForStaff[]> {
  const rows = await ctx.db.select().from(guidance);
  const names = await namesOfPeople(
    ctx.db,
    rows.flatMap(({ writers, approvedBy }) => [...writers, approvedBy ?? '']),
  );
  const paths = new Map(
    (await ctx.db.select({ code: regions.code, path: regions.path }).from(regions)).map(({ code, path }) => [code, path]),
  );
  const me = personOf(actor);
  const entered = rows.map((row): GuidanceForStaff => {
    const path = row.regionCode === null ? '' : paths.get(row.regionCode);
    return {
      id: row.id,
      ...facts(row),
      ...{ regionCode: row.regionCode, hidden: row.hidden, place: row.place },
      ...{ builtIn: false, editedAt: row.editedAt.toString(), state: row.state, version: row.version },
      onKiosk: onKiosk(row),
      writtenBy: row.writers.map((id) => names.get(id) ?? id).join('、'),
      approvedBy: row.approvedBy === null ? null : (names.get(row.approvedBy) ?? row.approvedBy),
      approvedAt: row.approvedAt?.toString() ?? null,
      rejectedReason: row.rejectedReason,
      isMine: !mayApprove(me, row.writers),
      mayApprove: row.state === 'waiting' && path !== undefined && mayIn(actor, 'approver', path) && mayApprove(me, row.writers),
    };
  });
  const ids = new Set(rows.map(({ id }) => id));
  const asItCame = builtInGuidance
    .filter(({ id }) => !ids.has(id))
    .map(
      (entry): GuidanceForStaff => ({
        id: entry.id,
        ...facts(entry),
        ...{ regionCode: entry.regionCode, hidden: entry.hidden, place: entry.place },
        ...{ builtIn: true, editedAt: null, state: 'approved', version: 0, onKiosk: 'this' },
        ...{ writtenBy: '', approvedBy: null, approvedAt: null, rejectedReason: null, isMine: false, mayApprove: false },
      }),
    );
  return [...asItCame, ...entered].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.place - b.place));
}

/** From a text on a kiosk back to who wrote it, who approved it, and its source. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function guidanceHistory(ctx: Context, actor: Actor, id: string): Promise<ContentHistory> {
  const [row] = await ctx.db
    .select({ path: regions.path, regionCode: guidance.regionCode })
    .from(guidance)
    .leftJoin(regions, eq(regions.code, guidance.regionCode))
    .where(eq(guidance.id, id));
  if (row === undefined && !builtInGuidance.some((entry) => entry.id === id)) throw new Refusal('NOT_FOUND');
  // What holds everywhere is read in every region.
  if (row?.path) requireIn(actor, 'clerk', row.path);
  return { entries: await historyOf(ctx.db, { area: 'settings', subject: id }) };
}

function onKiosk({ approved, version, approvedVersion, id }: GuidanceRow): GuidanceForStaff['onKiosk'] {
  if (approved === null) return builtInGuidance.some((entry) => entry.id === id) ? 'earlier' : 'nothing';
  if (approved.hidden) return 'nothing';
  return version === approvedVersion ? 'this' : 'earlier';
}

export const facts = ({
  kind,
  title,
  body,
  titleEn,
  bodyEn,
  phone,
  source,
  sourceDate,
  checkedOn,
}: Omit<GuidanceForPublic, 'id'>): Omit<GuidanceForPublic, 'id'> => ({
  ...{ kind, title, body, titleEn, bodyEn, phone },
  ...{ source, sourceDate, checkedOn },
});
