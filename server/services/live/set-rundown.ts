import { eq, inArray } from 'drizzle-orm';
import type { SetRundown } from '../../contract/live.ts';
import type { Tx } from '../../db/database.ts';
import { rundownItems } from '../../db/schema/live.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { rearrange } from '../../domain/live/rundown.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { holdAsHost, type ItemRow } from './episode-row.ts';

/** The rundown in its new order, also while live. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, POSTING_NOT_FOUND */
export async function setRundown(ctx: Context, actor: Actor, input: SetRundown & { episodeId: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const held = await holdAsHost(tx, actor, input.episodeId);
    if (held.episode.state === 'ended') throw new Refusal('EPISODE_STATE', { state: 'ended' });
    const place = { episodeId: input.episodeId, items: held.items, currentItemId: held.episode.currentItemId ?? undefined };
    await storeRundown(tx, ctx, place, input.items);
    await record(tx, ctx, actor, {
      area: 'live',
      action: 'rundown.changed',
      subject: input.episodeId,
      before: held.items.map((item) => item.postingId),
      after: input.items.map((item) => item.postingId),
    });
    await announce(tx, ctx, { type: 'episode.changed', episodeId: input.episodeId, state: held.episode.state });
  });
}

export async function storeRundown(
  tx: Tx,
  ctx: Context,
  place: { episodeId: string; items: readonly ItemRow[]; currentItemId: string | undefined },
  wanted: SetRundown['items'],
): Promise<void> {
  await requirePublic(
    tx,
    wanted.map((item) => item.postingId),
    place.items,
  );
  const entries = place.items.flatMap(({ id, postingId }) => (postingId === null ? [] : [{ id, postingId }]));
  const arranged = rearrange({
    entries,
    wanted: wanted.map((item) => item.postingId),
    currentItemId: place.currentItemId,
    newId: () => ctx.random.id(),
  });
  const given = new Map(wanted.map((item) => [item.postingId, item]));
  const kept = new Map(place.items.map((item) => [item.id, item]));
  await tx.delete(rundownItems).where(eq(rundownItems.episodeId, place.episodeId));
  if (arranged.length === 0) return;
  await tx.insert(rundownItems).values(
    arranged.map(({ id, postingId }, position) => ({
      id,
      episodeId: place.episodeId,
      position,
      kind: 'pitch' as const,
      postingId,
      notes: given.get(postingId)?.notes ?? kept.get(id)?.notes ?? null,
      plannedMinutes: given.get(postingId)?.plannedMinutes ?? kept.get(id)?.plannedMinutes ?? null,
      createdAt: kept.get(id)?.createdAt ?? ctx.clock.now(),
    })),
  );
}

/** Only what is on the walls can be pitched; what was already in the rundown may stay though it has closed since. */
async function requirePublic(tx: Tx, postingIds: readonly string[], items: readonly ItemRow[]): Promise<void> {
  const known = new Set(items.map((item) => item.postingId));
  const added = [...new Set(postingIds)].filter((postingId) => !known.has(postingId));
  if (added.length === 0) return;
  const found = await tx.select({ id: postings.id, status: postings.status }).from(postings).where(inArray(postings.id, added));
  if (found.filter(({ status }) => isPublic(status)).length < added.length) throw new Refusal('POSTING_NOT_FOUND');
}
