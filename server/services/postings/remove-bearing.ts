import { and, asc, eq, like, ne, or } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { Removal } from '../../contract/desk.ts';
import type { Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { isPublic } from '../../domain/posting/status.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { placeKey } from '../places/place-of.ts';
import { regionPath } from '../regions/region-of.ts';
import { closeHeld } from './close-posting.ts';
import type { PostingRow } from './posting-row.ts';
import { screensShowing } from './reach.ts';
import { openPhones } from './versions.ts';

export interface RemovalOutcome {
  postings: number;
  /** Screens that lose at least one row; the most that any one of them is shown on. */
  screens: number;
}

/** What a removal would take down, for the person who is about to press. */
export async function previewRemoval(ctx: Context, actor: Actor, removal: Removal): Promise<RemovalOutcome> {
  return await ctx.db.transaction(async (tx) => outcomeOf(tx, ctx.clock.now(), await findBearing(tx, ctx, actor, removal)));
}

/** Every posting that bears a place or a phone number goes, at once and by one person. */
export async function removeBearing(ctx: Context, actor: Actor, removal: Removal): Promise<RemovalOutcome> {
  return await ctx.db.transaction(async (tx) => {
    const found = await findBearing(tx, ctx, actor, removal);
    const outcome = await outcomeOf(tx, ctx.clock.now(), found);
    for (const posting of found)
      await closeHeld(tx, ctx, actor, { posting }, { reason: 'withdrawn', words: `${removal.kind}: ${removal.reason ?? ''}` });
    return outcome;
  });
}

async function findBearing(tx: Tx, ctx: Context, actor: Actor, removal: Removal): Promise<PostingRow[]> {
  const path = await regionPath(tx, removal.regionCode);
  requireIn(actor, 'clerk', path);
  const rows = await tx
    .select({ posting: postings, version: postingVersions })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .innerJoin(postingVersions, eq(postingVersions.postingId, postings.id))
    .where(
      and(
        ne(postings.status, 'closed'),
        like(regions.path, `${path}%`),
        or(eq(postingVersions.version, postings.version), eq(postingVersions.version, postings.approvedVersion)),
      ),
    )
    // In one order, so that two who hold many never wait for each other.
    .orderBy(asc(postings.id))
    .for('update', { of: postings });
  const bears = (version: typeof postingVersions.$inferSelect) =>
    removal.kind === 'place'
      ? version.facts.place !== undefined && placeKey(version.facts.place) === placeKey(removal.place)
      : openPhones(ctx, version.phonesSealed).includes(removal.phone);
  return [...new Map(rows.filter((row) => bears(row.version)).map((row) => [row.posting.id, row.posting])).values()];
}

async function outcomeOf(tx: Tx, now: Temporal.Instant, found: readonly PostingRow[]): Promise<RemovalOutcome> {
  const showing = await screensShowing(
    tx,
    now,
    found.filter((posting) => isPublic(posting.status)).map((posting) => posting.id),
  );
  return { postings: found.length, screens: Math.max(0, ...showing.values()) };
}
