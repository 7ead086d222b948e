import { and, asc, desc, eq, inArray, like, ne } from 'drizzle-orm';
import type { PinPlace, PlaceForStaff } from '../../contract/desk.ts';
import type { Tx } from '../../db/database.ts';
import { places, regions, stations } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { distanceM, farFromStationM, type Position } from '../../domain/geo.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { placeKey, positionOf } from './place-of.ts';

/**
 * A clerk pins a place once: every posting of that place in the region stands there from then on.
 * @throws Refusal PLACE_FAR when it lies over 100 km from every station of the region, until the clerk says that it is right
 */
export async function pinPlace(ctx: Context, actor: Actor, input: PinPlace): Promise<{ postings: number; nearestStationM: number | null }> {
  return await ctx.db.transaction(async (tx) => {
    const path = await regionPath(tx, input.regionCode);
    requireIn(actor, 'clerk', path);
    const nearest = await nearestStationM(tx, path, input.position);
    if (nearest !== null && nearest > farFromStationM && !input.farIsRight)
      throw new Refusal('PLACE_FAR', { km: Math.round(nearest / 1000) });
    const pin = { ...input.position, pinnedBy: personOf(actor), pinnedAt: ctx.clock.now() };
    await tx
      .insert(places)
      .values({ id: ctx.random.id(), regionCode: input.regionCode, name: placeKey(input.name), ...pin })
      .onConflictDoUpdate({ target: [places.regionCode, places.name], set: pin });
    await record(tx, ctx, actor, {
      area: 'places',
      action: 'place.pinned',
      subject: `${input.regionCode}/${placeKey(input.name)}`,
      after: input.position,
    });
    return { postings: await movePostings(tx, ctx, path, input.name), nearestStationM: nearest };
  });
}

/** Postings of the region's subtree that name this place; a pin of a smaller region goes before one of a larger. */
async function movePostings(tx: Tx, ctx: Context, path: string, name: string): Promise<number> {
  const rows = await openPlaces(tx, path);
  let moved = 0;
  for (const { posting, facts, path: desk } of rows) {
    if (facts.place === undefined || placeKey(facts.place) !== placeKey(name)) continue;
    const position = await positionOf(tx, desk, facts.place);
    if (!position) continue;
    moved += 1;
    await tx.update(postings).set({ lat: position.lat, lon: position.lon }).where(eq(postings.id, posting.id));
    if (isPublic(posting.status)) await announce(tx, ctx, { type: 'posting.published', postingId: posting.id });
  }
  return moved;
}

const openPlaces = (tx: Tx, path: string) =>
  tx
    .select({ posting: postings, facts: postingVersions.facts, path: regions.path })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.version)))
    .where(and(ne(postings.status, 'closed'), like(regions.path, `${path}%`)))
    // Written in this order: who changes many postings never waits crosswise for another who does.
    .orderBy(asc(postings.id));

/** Places that open postings name: those without a pin first, and those most postings wait for. */
export async function listPlaces(ctx: Context, actor: Actor, regionCode: string): Promise<PlaceForStaff[]> {
  return await ctx.db.transaction(async (tx) => {
    const path = await regionPath(tx, regionCode);
    requireIn(actor, 'clerk', path);
    const found = new Map<string, { name: string; postings: number; position: Position | undefined }>();
    for (const { facts, path: desk } of await openPlaces(tx, path)) {
      if (facts.place === undefined) continue;
      const key = placeKey(facts.place);
      const known = found.get(key) ?? { name: facts.place, postings: 0, position: await positionOf(tx, desk, facts.place) };
      found.set(key, { ...known, postings: known.postings + 1 });
    }
    const listed: PlaceForStaff[] = [];
    for (const { name, postings: count, position } of found.values()) {
      listed.push({
        name,
        regionCode,
        postings: count,
        position: position ?? null,
        nearestStationM: position ? await nearestStationM(tx, path, position) : null,
      });
    }
    return listed.sort((a, b) => Number(a.position !== null) - Number(b.position !== null) || b.postings - a.postings);
  });
}

async function nearestStationM(tx: Tx, path: string, position: Position): Promise<number | null> {
  const above = path.split('/').filter(Boolean);
  const inside = await tx
    .select({ code: regions.code })
    .from(regions)
    .where(like(regions.path, `${path}%`));
  const near = await tx
    .select({ lat: stations.lat, lon: stations.lon })
    .from(stations)
    .where(inArray(stations.regionCode, [...new Set([...above, ...inside.map((region) => region.code)])]))
    .orderBy(desc(stations.createdAt));
  const distances = near.flatMap(({ lat, lon }) => (lat === null || lon === null ? [] : [distanceM(position, { lat, lon })]));
  return distances.length === 0 ? null : Math.min(...distances);
}
