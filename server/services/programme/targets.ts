import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import type { Database, Tx } from '../../db/database.ts';
import { screenGroupMembers, screenGroups, screenTags } from '../../db/schema/fleet.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { type AddressedScreen, nearnessOf, type ProgrammeTarget } from '../../domain/programme/target.ts';
import { ancestorCodes } from '../boards/load-boards.ts';
import { inReach } from '../fleet/in-reach.ts';
import { Refusal } from '../refusal.ts';

/** The region within which a target lies, which says who may address it. @throws Refusal TARGET_UNKNOWN */
export async function regionOfTarget(db: Database | Tx, target: ProgrammeTarget): Promise<{ code: string; path: string }> {
  const [found] = await regionRows(db, target);
  if (!found) throw new Refusal('TARGET_UNKNOWN');
  return found;
}

function regionRows(db: Database | Tx, target: ProgrammeTarget) {
  const columns = { code: regions.code, path: regions.path };
  switch (target.kind) {
    case 'region':
    case 'tag':
      return db.select(columns).from(regions).where(eq(regions.code, target.regionCode));
    case 'station':
      return db
        .select(columns)
        .from(stations)
        .innerJoin(regions, eq(regions.code, stations.regionCode))
        .where(eq(stations.id, target.stationId));
    case 'group':
      return db
        .select(columns)
        .from(screenGroups)
        .innerJoin(regions, eq(regions.code, screenGroups.regionCode))
        .where(eq(screenGroups.id, target.groupId));
    case 'screen':
      return db
        .select(columns)
        .from(screens)
        .innerJoin(stations, eq(stations.id, screens.stationId))
        .innerJoin(regions, eq(regions.code, stations.regionCode))
        .where(and(eq(screens.id, target.screenId), isNull(screens.revokedAt)));
  }
}

/** Screens that any of these targets means. */
export async function screensOfTargets(db: Database | Tx, targets: readonly ProgrammeTarget[]): Promise<string[]> {
  if (targets.length === 0) return [];
  const rows = await db
    .select({ id: screens.id })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(isNull(screens.revokedAt), or(...targets.map(meant))));
  return rows.map(({ id }) => id);
}

const subtree = (code: string) =>
  sql`starts_with(${regions.path}, (select target.path from regions as target where target.code = ${code}))`;

function meant(target: ProgrammeTarget): SQL | undefined {
  switch (target.kind) {
    case 'region':
      return subtree(target.regionCode);
    case 'station':
      return eq(screens.stationId, target.stationId);
    case 'screen':
      return eq(screens.id, target.screenId);
    case 'group':
      return sql`exists (select 1 from ${screenGroupMembers} where ${screenGroupMembers.groupId} = ${target.groupId} and ${screenGroupMembers.screenId} = ${screens.id})`;
    case 'tag':
      return and(
        subtree(target.regionCode),
        sql`exists (select 1 from ${screenTags} where ${screenTags.tag} = ${target.tag} and ${screenTags.screenId} = ${screens.id})`,
      );
  }
}

/** By what each of these screens can be addressed. */
export async function addressScreens(
  tx: Database | Tx,
  at: readonly { screenId: string; stationId: string; path: string }[],
): Promise<Map<string, AddressedScreen>> {
  const ids = at.map(({ screenId }) => screenId);
  const groups = await tx.select().from(screenGroupMembers).where(among(screenGroupMembers.screenId, ids));
  const tags = await tx.select().from(screenTags).where(among(screenTags.screenId, ids));
  const addressed = new Map(
    at.map(({ screenId, stationId, path }) => [
      screenId,
      { screenId, stationId, regionCodes: ancestorCodes(path), groupIds: [] as string[], tags: [] as string[] },
    ]),
  );
  for (const { screenId, groupId } of groups) addressed.get(screenId)?.groupIds.push(groupId);
  for (const { screenId, tag } of tags) addressed.get(screenId)?.tags.push(tag);
  return addressed;
}

/**
 * How many screens each of these means: a few statements, however many targets there are.
 * @param targets each with its region's path
 */
export async function countMeant(
  tx: Tx,
  targets: readonly { target: ProgrammeTarget; path: string }[],
): Promise<Map<ProgrammeTarget, number>> {
  const paths = [...new Set(targets.map(({ path }) => path))];
  const rows = await tx
    .select({ screenId: screens.id, stationId: screens.stationId, path: regions.path })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(isNull(screens.revokedAt), inReach(regions.path, paths)));
  const addressed = [...(await addressScreens(tx, rows)).values()];
  return new Map(targets.map(({ target }) => [target, addressed.filter((screen) => nearnessOf(target, screen) !== undefined).length]));
}

/** How people call them: 上城区, 城站驿站, 分组「出站口」, 标签「竖屏」. */
export async function nameTargets(db: Database | Tx, targets: readonly ProgrammeTarget[]): Promise<Map<ProgrammeTarget, string>> {
  const of = <K extends ProgrammeTarget['kind']>(kind: K) =>
    targets.filter((target) => target.kind === kind) as Extract<ProgrammeTarget, { kind: K }>[];
  const codes = [...of('region'), ...of('tag')].map(({ regionCode }) => regionCode);
  const regionNames = new Map(
    (await db.select({ code: regions.code, name: regions.name }).from(regions).where(among(regions.code, codes))).map(({ code, name }) => [
      code,
      name,
    ]),
  );
  const stationIds = of('station').map(({ stationId }) => stationId);
  const stationNames = new Map(
    (await db.select({ id: stations.id, name: stations.name }).from(stations).where(among(stations.id, stationIds))).map(({ id, name }) => [
      id,
      name,
    ]),
  );
  const groupIds = of('group').map(({ groupId }) => groupId);
  const groupNames = new Map(
    (await db.select({ id: screenGroups.id, name: screenGroups.name }).from(screenGroups).where(among(screenGroups.id, groupIds))).map(
      ({ id, name }) => [id, name],
    ),
  );
  const screenIds = of('screen').map(({ screenId }) => screenId);
  const screenNames = new Map(
    (
      await db
        .select({ id: screens.id, name: screens.name, station: stations.name })
        .from(screens)
        .innerJoin(stations, eq(stations.id, screens.stationId))
        .where(among(screens.id, screenIds))
    ).map(({ id, name, station }) => [id, `${station} ${name}`]),
  );
  const nameOf = (target: ProgrammeTarget): string | undefined => {
    switch (target.kind) {
      case 'region':
        return regionNames.get(target.regionCode);
      case 'station':
        return stationNames.get(target.stationId);
      case 'group':
        return groupNames.get(target.groupId);
      case 'screen':
        return screenNames.get(target.screenId);
      case 'tag':
        return `${regionNames.get(target.regionCode) ?? ''} #${target.tag}`;
    }
  };
  return new Map(targets.map((target) => [target, nameOf(target) ?? '—']));
}
