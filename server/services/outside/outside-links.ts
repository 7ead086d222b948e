import { createHash } from 'node:crypto';
import { and, desc, eq, isNull, lt, or } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { OutsideForStaff, OutsideRequest } from '../../contract/outside.ts';
import type { Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { outsideLinks } from '../../db/schema/outside.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { frameOrigin, type OutsideKind } from '../../domain/outside/address.ts';
import type { Context } from '../context.ts';
import { inReach } from '../fleet/in-reach.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, stationWithPath } from '../regions/region-of.ts';

/** 160 bits: nobody guesses it, and it still fits one line of another vendor's form. */
const tokenBytes = 20;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * An address by which somebody else's screens show a board or a data wall: an administrator's to give, because what it shows leaves the house.
 * @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, STATION_UNKNOWN, NOT_FOUND, FRAME_ORIGIN
 */
export async function makeOutsideLink(ctx: Context, actor: Actor, request: OutsideRequest): Promise<{ id: string; path: string }> {
  const frameOrigins = request.frameOrigins.map((typed) => {
    const origin = frameOrigin(typed);
    if (origin === undefined) throw new Refusal('FRAME_ORIGIN', { origin: typed });
    return origin;
  });
  const token = Buffer.from(ctx.random.bytes(tokenBytes)).toString('base64url');
  const id = ctx.random.id();
  await ctx.db.transaction(async (tx) => {
    const { path, ...of } = await placeOf(tx, request);
    requireIn(actor, 'admin', path);
    const now = ctx.clock.now();
    const { kind, label, days } = request;
    await tx.insert(outsideLinks).values({
      id,
      kind,
      label,
      ...of,
      tokenHash: hashOf(token),
      frameOrigins: [...new Set(frameOrigins)],
      createdBy: personOf(actor),
      createdAt: now,
      expiresAt: days === undefined ? null : now.add({ hours: days * 24 }),
    });
    await record(tx, ctx, actor, { area: 'settings', action: 'outside.made', subject: id, after: { kind, label, ...of, frameOrigins } });
  });
  return { id, path: `/${request.kind}/${token}` };
}

async function placeOf(tx: Tx, { kind, regionCode, stationId, screenId }: OutsideRequest) {
  if (kind === 'board') {
    const [screen] = await tx
      .select({ stationId: screens.stationId })
      .from(screens)
      .where(and(eq(screens.id, screenId ?? ''), isNull(screens.revokedAt)));
    if (!screen) throw new Refusal('NOT_FOUND');
    const { station, path } = await stationWithPath(tx, screen.stationId);
    return { path, regionCode: station.regionCode, stationId: station.id, screenId: screenId ?? null };
  }
  if (stationId !== undefined) {
    const { station, path } = await stationWithPath(tx, stationId);
    return { path, regionCode: station.regionCode, stationId, screenId: null };
  }
  const code = regionCode ?? '';
  return { path: await regionPath(tx, code), regionCode: code, stationId: null, screenId: null };
}

/** Dead at once, wherever it hangs. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function revokeOutsideLink(ctx: Context, actor: Actor, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ link: outsideLinks, path: regions.path })
      .from(outsideLinks)
      .innerJoin(regions, eq(regions.code, outsideLinks.regionCode))
      .where(eq(outsideLinks.id, id))
      .for('update', { of: outsideLinks });
    if (!found) throw new Refusal('NOT_FOUND');
    requireIn(actor, 'admin', found.path);
    if (found.link.revokedAt !== null) return;
    await tx.update(outsideLinks).set({ revokedAt: ctx.clock.now() }).where(eq(outsideLinks.id, id));
    await record(tx, ctx, actor, { area: 'settings', action: 'outside.revoked', subject: id });
  });
}

/** Of the regions where the actor is administrator, the newest first. */
export async function listOutsideLinks(ctx: Context, actor: Actor): Promise<OutsideForStaff[]> {
  const rows = await ctx.db
    .select({ link: outsideLinks, region: regions.name, station: stations.name, screen: screens.name })
    .from(outsideLinks)
    .innerJoin(regions, eq(regions.code, outsideLinks.regionCode))
    .leftJoin(stations, eq(stations.id, outsideLinks.stationId))
    .leftJoin(screens, eq(screens.id, outsideLinks.screenId))
    .where(inReach(regions.path, reachOf(actor, 'admin')))
    .orderBy(desc(outsideLinks.createdAt), desc(outsideLinks.id))
    .limit(500);
  return rows.map(({ link, region, station, screen }) => ({
    id: link.id,
    kind: link.kind,
    label: link.label,
    of: [station ?? region, screen].filter((name) => name !== null).join(' · '),
    frameOrigins: link.frameOrigins,
    createdAt: link.createdAt.toString(),
    expiresAt: link.expiresAt?.toString() ?? null,
    revokedAt: link.revokedAt?.toString() ?? null,
    usedAt: link.usedAt?.toString() ?? null,
  }));
}

export type OutsideLink = typeof outsideLinks.$inferSelect;

/** What a token opens now. @throws Refusal OUTSIDE_UNKNOWN for one that was never given out, has expired or was withdrawn, or whose screen was revoked or hangs elsewhere now */
export async function openOutside(ctx: Context, token: string, kind?: OutsideKind): Promise<OutsideLink> {
  const [found] = await ctx.db
    .select({ link: outsideLinks, screenAt: screens.stationId })
    .from(outsideLinks)
    // The last board of a revoked screen is never composed anew: it would show withdrawn jobs as today's.
    .leftJoin(screens, and(eq(screens.id, outsideLinks.screenId), isNull(screens.revokedAt)))
    .where(eq(outsideLinks.tokenHash, hashOf(token)));
  const link = found?.link;
  const now = ctx.clock.now();
  const holds =
    link !== undefined &&
    link.revokedAt === null &&
    // A screen that was carried elsewhere shows what nobody there has given away.
    (link.screenId === null || found?.screenAt === link.stationId) &&
    (link.expiresAt === null || Temporal.Instant.compare(link.expiresAt, now) > 0) &&
    (kind === undefined || link.kind === kind);
  if (!holds) throw new Refusal('OUTSIDE_UNKNOWN');
  // To the hour: a page that asks each minute is not a row written each minute.
  await ctx.db
    .update(outsideLinks)
    .set({ usedAt: now })
    .where(and(eq(outsideLinks.id, link.id), or(isNull(outsideLinks.usedAt), lt(outsideLinks.usedAt, now.subtract({ hours: 1 })))));
  return link;
}
