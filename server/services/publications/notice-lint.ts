import { eq, like, type SQL } from 'drizzle-orm';
import type { LintUrgent, NoticeFinding } from '../../contract/notice-lint.ts';
import type { TakeoverTarget } from '../../contract/takeovers.ts';
import { among } from '../../db/among.ts';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { noticeFindings, noticeRoundMs, urgentFindings, urgentRoundMs } from '../../domain/lint/notice.ts';
import type { ContentFacts } from '../../domain/programme/content.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { screensOfTargets } from '../programme/targets.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { pathOf } from '../screens/takeover-target.ts';
import { screensWhere, underPath } from './glass-lint.ts';

/** What the glass it is meant for says of a notice that hangs among the jobs; without targets, all of its region. */
async function lintContent(db: Database | Tx, path: string, facts: ContentFacts): Promise<NoticeFinding[]> {
  if (facts.kind !== 'notice') return [];
  const where = facts.targets.length === 0 ? underPath(path) : among(screens.id, await screensOfTargets(db, facts.targets));
  return noticeFindings(facts, await screensWhere(db, where));
}

/** While it is typed: nothing is stored. @throws Refusal REGION_UNKNOWN, NOT_ALLOWED */
export async function lintContentDraft(
  ctx: Context,
  actor: Actor,
  { regionCode, facts }: { regionCode: string; facts: ContentFacts },
): Promise<NoticeFinding[]> {
  const path = await regionPath(ctx.db, regionCode);
  requireIn(actor, 'clerk', path);
  return await lintContent(ctx.db, path, facts);
}

/** @throws Refusal CONTENT_TOO_LONG */
export async function requireReadableContent(tx: Tx, path: string, facts: ContentFacts): Promise<void> {
  const blocking = (await lintContent(tx, path, facts)).find(({ severity }) => severity === 'block');
  if (blocking === undefined) return;
  throw new Refusal('CONTENT_TOO_LONG', {
    seconds: blocking.seconds ?? 0,
    most: noticeRoundMs / 1_000,
    parts: blocking.parts?.length ?? 2,
    ...blocking.on,
  });
}

/** Urgent words, before anything happens. @throws Refusal NOT_FOUND, STATION_UNKNOWN, REGION_UNKNOWN, NOT_ALLOWED */
export async function lintUrgentWords(ctx: Context, actor: Actor, { message, target }: LintUrgent): Promise<NoticeFinding[]> {
  return await ctx.db.transaction(async (tx) => {
    if (target.kind === 'screens') {
      const where = among(screens.id, target.screenIds);
      for (const { path } of await pathsWhere(tx, where)) requireIn(actor, 'clerk', path);
      return urgentFindings(message, await screensWhere(tx, where));
    }
    const path = await pathOf(tx, target);
    requireIn(actor, target.kind === 'all' ? 'admin' : 'clerk', path);
    return urgentFindings(message, await screensWhere(tx, await at(tx, target)));
  });
}

/** @throws Refusal NOTICE_TOO_LONG */
export async function requireReadableUrgent(tx: Tx, message: string, target: LintUrgent['target']): Promise<void> {
  const where = target.kind === 'screens' ? among(screens.id, target.screenIds) : await at(tx, target);
  const blocking = urgentFindings(message, await screensWhere(tx, where)).find(({ severity }) => severity === 'block');
  if (blocking === undefined) return;
  throw new Refusal('NOTICE_TOO_LONG', {
    seconds: blocking.seconds ?? 0,
    most: urgentRoundMs / 1_000,
    ...blocking.on,
    proposal: blocking.proposal ?? '—',
  });
}

const pathsWhere = (tx: Tx, where: SQL | undefined) =>
  tx
    .selectDistinct({ path: regions.path })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(where);

async function at(tx: Tx, target: TakeoverTarget): Promise<SQL | undefined> {
  switch (target.kind) {
    case 'screen':
      return eq(screens.id, target.screenId);
    case 'station':
      return eq(screens.stationId, target.stationId);
    case 'region':
      return like(regions.path, `${await regionPath(tx, target.regionCode)}%`);
    case 'all':
      return undefined;
  }
}
