import { and, eq, gt, sql } from 'drizzle-orm';
import type { ChooseCanvas, InsertNow, NoteEffort, PinCard } from '../../contract/air.ts';
import type { Tx } from '../../db/database.ts';
import { episodes, rundownItems } from '../../db/schema/live.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { decideInsert, decidePin } from '../../domain/live/rundown.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { applyDecision } from './apply-change.ts';
import { type HeldEpisode, holdAsHost, itemsOf, rundownOf } from './episode-row.ts';
import type { LivePort } from './live-port.ts';
import { tellStep } from './run-show.ts';

type Of<T> = T & { episodeId: string };

/** The canvas is chosen before the show. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE */
export async function chooseCanvas(ctx: Context, actor: Actor, { episodeId, canvas }: Of<ChooseCanvas>): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { episode } = await holdAsHost(tx, actor, episodeId);
    if (episode.canvas === canvas) return;
    if (episode.state !== 'planned') throw new Refusal('EPISODE_STATE', { state: episode.state });
    await tx.update(episodes).set({ canvas }).where(eq(episodes.id, episodeId));
    const what = { area: 'live', action: 'episode.canvas', subject: episodeId } as const;
    await record(tx, ctx, actor, { ...what, before: { canvas: episode.canvas }, after: { canvas } });
  });
}

/** 钉住卡片, in step with the picture like every other change. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, RUNDOWN_ITEM_GONE */
export async function pinCard(ctx: Context, live: LivePort, actor: Actor, { episodeId, itemId }: Of<PinCard>): Promise<void> {
  const mediaTimeMs = live.mediaTimeMs(episodeId);
  const change = await ctx.db.transaction(async (tx) => {
    const held = await holdAsHost(tx, actor, episodeId);
    return await applyDecision(tx, ctx, actor, held, { decision: decidePin(held.rundown, itemId ?? undefined), mediaTimeMs });
  });
  if (change) await tellStep(ctx, episodeId, change, mediaTimeMs);
}

/** 插播一个岗位. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, POSTING_NOT_FOUND */
export async function insertNow(ctx: Context, live: LivePort, actor: Actor, { episodeId, postingId }: Of<InsertNow>): Promise<void> {
  const mediaTimeMs = live.mediaTimeMs(episodeId);
  const change = await ctx.db.transaction(async (tx) => {
    const held = await holdAsHost(tx, actor, episodeId);
    if (held.episode.state !== 'live' && held.episode.state !== 'away') throw new Refusal('EPISODE_STATE', { state: held.episode.state });
    const itemId = await putBehindCurrent(tx, ctx, held, postingId);
    // Of two who rearrange it the second one hears of the first, here as in the editor.
    await tx
      .update(episodes)
      .set({ rundownRevision: held.episode.rundownRevision + 1 })
      .where(eq(episodes.id, episodeId));
    const items = await itemsOf(tx, episodeId);
    const now = { ...held, items, rundown: await rundownOf(tx, held.episode, items) };
    const applied = await applyDecision(tx, ctx, actor, now, { decision: decideInsert(now.rundown, itemId), mediaTimeMs });
    // The rundown itself is another one now: other desks read it anew.
    if (applied) await announce(tx, ctx, { type: 'episode.changed', episodeId, state: held.episode.state });
    return applied;
  });
  if (change) await tellStep(ctx, episodeId, change, mediaTimeMs);
}

/** What the studio could not carry stands in the episode's records, with what it sent instead. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function noteEffort(ctx: Context, actor: Actor, { episodeId, ...effort }: Of<NoteEffort>): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await holdAsHost(tx, actor, episodeId);
    await record(tx, ctx, actor, { area: 'live', action: 'program.effort', subject: episodeId, after: effort });
  });
}

/** @returns the item's id: an item of that posting moves, another one is made */
async function putBehindCurrent(tx: Tx, ctx: Context, { episode, items }: HeldEpisode, postingId: string): Promise<string> {
  const current = items.find((item) => item.id === episode.currentItemId);
  const known = items.find((item) => item.postingId === postingId);
  if (known && known.id === current?.id) return known.id;
  if (!known) {
    const [posting] = await tx.select({ status: postings.status }).from(postings).where(eq(postings.id, postingId));
    if (!posting || !isPublic(posting.status)) throw new Refusal('POSTING_NOT_FOUND');
  }
  const position = (current?.position ?? -1) + 1;
  const behind = and(eq(rundownItems.episodeId, episode.id), gt(rundownItems.position, position - 1));
  await tx
    .update(rundownItems)
    .set({ position: sql`${rundownItems.position} + 1` })
    .where(behind);
  if (known) {
    await tx.update(rundownItems).set({ position }).where(eq(rundownItems.id, known.id));
    return known.id;
  }
  const id = ctx.random.id();
  const made = { id, episodeId: episode.id, position, kind: 'pitch' as const, postingId, createdAt: ctx.clock.now() };
  await tx.insert(rundownItems).values(made);
  return id;
}
