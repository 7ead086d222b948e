import { eq, inArray } from 'drizzle-orm';
import type { SetRundown } from '../../contract/live.ts';
import type { Tx } from '../../db/database.ts';
import { episodes, rundownItems } from '../../db/schema/live.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { rearrange } from '../../domain/live/rundown.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { airedItems, type EpisodeRow, holdAsHost, type ItemRow } from './episode-row.ts';

/**
 * The rundown in its new order, also while live; then what has been on air stays. Numbered, so that of two editors the second one hears of the first.
 * @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, POSTING_NOT_FOUND, RUNDOWN_CHANGED
 */
export async function setRundown(ctx: Context, actor: Actor, input: SetRundown & { episodeId: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { episode, items } = await holdAsHost(tx, actor, input.episodeId);
    if (episode.state === 'ended') throw new Refusal('EPISODE_STATE', { state: 'ended' });
    if (input.revision !== undefined && input.revision !== episode.rundownRevision) throw new Refusal('RUNDOWN_CHANGED');
    await storeRundown(tx, ctx, { episodeId: input.episodeId, items, aired: await airedItems(tx, episode) }, input.items);
    await tx
      .update(episodes)
      .set({ rundownRevision: episode.rundownRevision + 1 })
      .where(eq(episodes.id, episode.id));
    await unpinWhatIsGone(tx, episode);
    await record(tx, ctx, actor, {
      area: 'live',
      action: 'rundown.changed',
      subject: input.episodeId,
      before: items.map((item) => item.postingId ?? item.title),
      after: input.items.map((item) => ('postingId' in item ? item.postingId : item.title)),
    });
    await announce(tx, ctx, { type: 'episode.changed', episodeId: input.episodeId, state: episode.state });
  });
}

type Planned = SetRundown['items'][number];

/** A card that is pinned goes with its item: the card follows the talk again. */
async function unpinWhatIsGone(tx: Tx, { id, pinnedItemId }: EpisodeRow): Promise<void> {
  if (pinnedItemId === null) return;
  const [stands] = await tx.select({ id: rundownItems.id }).from(rundownItems).where(eq(rundownItems.id, pinnedItemId));
  if (!stands) await tx.update(episodes).set({ pinnedItemId: null }).where(eq(episodes.id, id));
}

export async function storeRundown(
  tx: Tx,
  ctx: Context,
  place: { episodeId: string; items: readonly ItemRow[]; aired: ReadonlySet<string> },
  wanted: readonly Planned[],
): Promise<void> {
  await requirePublic(
    tx,
    wanted.flatMap((item) => ('postingId' in item ? [item.postingId] : [])),
    place.items,
  );
  const arranged = rearrange({
    entries: place.items.map(({ id, postingId }) => ({ id, postingId: postingId ?? undefined })),
    wanted: wanted.map((item) => ({ ...item, postingId: 'postingId' in item ? item.postingId : undefined, said: item })),
    aired: place.aired,
    newId: () => ctx.random.id(),
  });
  const kept = new Map(place.items.map((item) => [item.id, item]));
  await tx.delete(rundownItems).where(eq(rundownItems.episodeId, place.episodeId));
  if (arranged.length === 0) return;
  await tx.insert(rundownItems).values(
    arranged.map(({ entry, wanted: given }, position) => ({
      ...newItem(ctx, { episodeId: place.episodeId, id: entry.id }),
      ...kept.get(entry.id),
      ...(given ? saidOf(given.said) : {}),
      position,
    })),
  );
}

const newItem = (ctx: Context, { episodeId, id }: { episodeId: string; id: string }): ItemRow => ({
  ...{ id, episodeId, position: 0, kind: 'pitch' as const, postingId: null, segment: null, title: null, guests: null },
  ...{ notes: null, plannedMinutes: null, linkCode: null, createdAt: ctx.clock.now() },
});

/** What an item says replaces what it said; an empty text, or null for minutes, empties it. */
function saidOf(item: Planned): Partial<ItemRow> {
  const { notes, guests, plannedMinutes } = item;
  return {
    ...('postingId' in item
      ? { kind: 'pitch' as const, postingId: item.postingId }
      : { kind: 'segment' as const, segment: item.segment, title: item.title }),
    ...(notes === undefined ? {} : { notes: notes || null }),
    ...(guests === undefined ? {} : { guests: guests || null }),
    ...(plannedMinutes === undefined ? {} : { plannedMinutes }),
  };
}

/** Only what is on the walls can be pitched; what was already in the rundown may stay though it has closed since. */
async function requirePublic(tx: Tx, postingIds: readonly string[], items: readonly ItemRow[]): Promise<void> {
  const known = new Set(items.map((item) => item.postingId));
  const added = [...new Set(postingIds)].filter((postingId) => !known.has(postingId));
  if (added.length === 0) return;
  const found = await tx.select({ id: postings.id, status: postings.status }).from(postings).where(inArray(postings.id, added));
  if (found.filter(({ status }) => isPublic(status)).length < added.length) throw new Refusal('POSTING_NOT_FOUND');
}
