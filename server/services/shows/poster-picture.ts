import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { shows } from '../../db/schema/live.ts';
import { showPosters } from '../../db/schema/posters.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import { cleanJpeg } from '../../domain/image/jpeg.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';

/** What a phone on a poor line still loads at once. */
const mostBytes = 600 * 1024;
const leastPixels = 200;
const mostPixels = 2_000;

/** @throws Refusal SHOW_NOT_FOUND, NOT_ALLOWED, POSTER_PICTURE, TOO_LARGE */
export async function savePosterPicture(
  ctx: Context,
  actor: Actor,
  { showId, bytes }: { showId: string; bytes: Uint8Array },
): Promise<void> {
  if (bytes.length > mostBytes) throw new Refusal('TOO_LARGE', { limit: '600 KB' });
  const picture = cleanJpeg(bytes);
  const isFit = (pixels: number) => pixels >= leastPixels && pixels <= mostPixels;
  if (!picture || !isFit(picture.width) || !isFit(picture.height))
    throw new Refusal('POSTER_PICTURE', { least: leastPixels, most: mostPixels });
  const { width, height, bytes: jpeg } = picture;
  const hash = createHash('sha256').update(jpeg).digest('hex').slice(0, 16);
  await ctx.db.transaction(async (tx) => {
    await holdShow(tx, actor, showId);
    const facts = { hash, jpeg, width, height, createdBy: nameOf(actor), createdAt: ctx.clock.now() };
    await tx
      .insert(showPosters)
      .values({ showId, ...facts })
      .onConflictDoUpdate({ target: showPosters.showId, set: facts });
    await record(tx, ctx, actor, { area: 'live', action: 'show.poster-saved', subject: showId, after: { hash, width, height } });
  });
}

/** @throws Refusal SHOW_NOT_FOUND, NOT_ALLOWED */
export async function removePosterPicture(ctx: Context, actor: Actor, showId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await holdShow(tx, actor, showId);
    const gone = await tx.delete(showPosters).where(eq(showPosters.showId, showId)).returning({ hash: showPosters.hash });
    for (const { hash } of gone)
      await record(tx, ctx, actor, { area: 'live', action: 'show.poster-removed', subject: showId, before: { hash } });
  });
}

/** @throws Refusal NOT_FOUND */
export async function openPosterPicture(ctx: Context, hash: string): Promise<Uint8Array> {
  const [found] = await ctx.db.select({ jpeg: showPosters.jpeg }).from(showPosters).where(eq(showPosters.hash, hash)).limit(1);
  if (!found) throw new Refusal('NOT_FOUND');
  return found.jpeg;
}

export const posterPath = (hash: string): string => `/api/shows/posters/${hash}.jpg`;

/** Where a series' picture is; null where it has none. */
export async function posterUrl(db: Database | Tx, showId: string): Promise<string | null> {
  const [found] = await db.select({ hash: showPosters.hash }).from(showPosters).where(eq(showPosters.showId, showId));
  return found ? posterPath(found.hash) : null;
}

async function holdShow(tx: Tx, actor: Actor, showId: string): Promise<void> {
  const [show] = await tx.select({ regionCode: shows.regionCode }).from(shows).where(eq(shows.id, showId)).for('update');
  if (!show) throw new Refusal('SHOW_NOT_FOUND');
  requireIn(actor, 'host', await regionPath(tx, show.regionCode));
}
