import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { LintFinding } from '../../contract/posting.ts';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { addressBytes } from '../../domain/board/compose.ts';
import { glassFindings, type ReachedGlass } from '../../domain/lint/glass.ts';
import type { NoticeGlass } from '../../domain/lint/notice.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import type { PublicationTarget, WantedPublication } from '../../domain/publication/reach.ts';
import { glassFacts } from '../boards/compose-boards.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { linkUrl } from '../links/ensure-links.ts';
import { loadLinkBase } from '../links/link-base.ts';
import { regionPath, timeZoneOf } from '../regions/region-of.ts';
import { storedReach } from './reach-of.ts';

/** What glass says of these facts on every screen that they are to reach; without a wish, everywhere in the region. */
export async function glassLint(
  db: Database | Tx,
  ctx: Context,
  { path, facts, targets }: { path: string; facts: PostingFacts; targets: readonly PublicationTarget[] },
): Promise<LintFinding[]> {
  const under = await screensWhere(db, or(...(targets.length === 0 ? [underPath(path)] : targets.map(atTarget))));
  // A device that has the show alone, or a half that has the code alone, says nothing of a job.
  const reached = under.filter(({ glass }) => !(glass.look?.arrangement.kind === 'double' && glass.look.arrangement.side === 'show'));
  if (reached.length === 0) return [];
  const today = ctx.clock
    .now()
    .toZonedDateTimeISO(await timeZoneOf(db, path))
    .toPlainDate()
    .toString();
  return glassFindings(facts, reached, { addressBytes: addressBytes(linkUrl(ctx, '0'.repeat(8))), today });
}

/** While it is typed, or before its walls are changed: nothing is stored. @throws Refusal REGION_UNKNOWN, NOT_ALLOWED */
export async function lintOnGlass(
  ctx: Context,
  actor: Actor,
  input: { regionCode: string; facts: PostingFacts; publications?: readonly Pick<WantedPublication, 'target'>[] | undefined },
): Promise<LintFinding[]> {
  return await ctx.db.transaction(async (tx) => {
    const path = await regionPath(tx, input.regionCode);
    requireIn(actor, 'clerk', path);
    await loadLinkBase(tx, ctx);
    return await glassLint(tx, ctx, { path, facts: input.facts, targets: (input.publications ?? []).map(({ target }) => target) });
  });
}

/** Of a posting that is handed on: on the walls that were chosen for it, and those proposed. */
export async function glassLintOf(
  tx: Tx,
  ctx: Context,
  {
    posting,
    path,
    facts,
  }: { posting: { id: string; proposedReach: readonly WantedPublication[] | null }; path: string; facts: PostingFacts },
): Promise<LintFinding[]> {
  await loadLinkBase(tx, ctx);
  const stored = (await storedReach(tx, [posting.id])).get(posting.id) ?? [];
  const targets = [...stored.map(({ wanted }) => wanted.target), ...(posting.proposedReach ?? []).map(({ target }) => target)];
  return await glassLint(tx, ctx, { path, facts, targets });
}

/** Every screen of a region's subtree. */
export const underPath = (path: string) => sql`starts_with(${regions.path}, ${path})`;
const atTarget = (target: PublicationTarget): SQL =>
  target.kind === 'station'
    ? eq(stations.id, target.stationId)
    : sql`starts_with(${regions.path}, (select path from ${regions} as target where target.code = ${target.regionCode}))`;

/** Screens with what a lint asks of them; all of them without a condition. */
export async function screensWhere(db: Database | Tx, where: SQL | undefined): Promise<(ReachedGlass & NoticeGlass)[]> {
  const rows = await db
    .select({ screen: screens, name: stations.name, phone: stations.phone, lat: stations.lat, lon: stations.lon })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(isNull(screens.revokedAt), where));
  return rows.map(({ screen, ...station }) => ({ name: `${station.name} ${screen.name}`, glass: glassFacts(screen), station }));
}
