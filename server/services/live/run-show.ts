import type { StepRundown } from '../../contract/live.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { decideEnd, decidePresence, decideStart, decideStep, type RundownChange, shownItem } from '../../domain/live/rundown.ts';
import type { Context } from '../context.ts';
import { applyDecision } from './apply-change.ts';
import { type EpisodeRow, holdAsHost, holdEpisode } from './episode-row.ts';
import type { LivePort } from './live-port.ts';

/** On the bus, at once after the commit: what `episode.pitched` says a moment later. */
export const steppedTopic = 'show.stepped';
export interface Stepped {
  episodeId: string;
  seq: number;
  itemId: string | null;
  mediaTimeMs: number | null;
}

/** 开播. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, RUNDOWN_EMPTY, LIVE_UNAVAILABLE */
export async function goLive(ctx: Context, live: LivePort, actor: Actor, episodeId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const held = await holdAsHost(tx, actor, episodeId);
    // Before the decision is stored: a show without a picture's way must not be announced.
    if (held.episode.state !== 'ended' && held.episode.state !== 'cancelled')
      live.open(episodeId, held.episode.startedAt?.epochMilliseconds);
    await applyDecision(tx, ctx, actor, held, { decision: decideStart(held.rundown), mediaTimeMs: undefined });
  });
}

/**
 * 下一个, and back, and undo. Carries the media time of this moment, so that the card changes everywhere with the picture.
 * @returns false when nothing changed (pressed twice, or an old page)
 * @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, RUNDOWN_AT_END, RUNDOWN_AT_START, UNDO_TOO_LATE
 */
export async function stepRundown(
  ctx: Context,
  live: LivePort,
  actor: Actor,
  input: StepRundown & { episodeId: string },
): Promise<boolean> {
  // Read before the database is waited for: it is the moment of the key that counts.
  const mediaTimeMs = live.mediaTimeMs(input.episodeId);
  const change = await ctx.db.transaction(async (tx) => {
    const held = await holdAsHost(tx, actor, input.episodeId);
    const decision = decideStep(held.rundown, input.step, input.seenItemId, ctx.clock.now().epochMilliseconds);
    return await applyDecision(tx, ctx, actor, held, { decision, mediaTimeMs });
  });
  if (!change) return false;
  await tellStep(ctx, input.episodeId, change, mediaTimeMs);
  return true;
}

/**
 * The stored event goes its sure way through the outbox; open pages hear of a step by the short one, because the picture is only a tenth of a
 * second behind the key. Both carry the same number.
 */
export async function tellStep(ctx: Context, episodeId: string, change: RundownChange, mediaTimeMs: number | undefined): Promise<void> {
  const stepped: Stepped = { episodeId, seq: change.seq, itemId: shownItem(change) ?? null, mediaTimeMs: mediaTimeMs ?? null };
  await ctx.bus.publish(steppedTopic, stepped);
}

/** 下播. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function endEpisode(ctx: Context, live: LivePort, actor: Actor, episodeId: string): Promise<void> {
  const mediaTimeMs = live.mediaTimeMs(episodeId);
  await ctx.db.transaction(async (tx) => {
    const held = await holdAsHost(tx, actor, episodeId);
    await applyDecision(tx, ctx, actor, held, { decision: decideEnd(held.rundown), mediaTimeMs });
  });
  live.end(episodeId);
}

const watch: Actor = { kind: 'system', name: 'host-watch' };

/**
 * The host's picture has stopped, or come back.
 * @param onlyIf asked with the episode held: what was seen from outside may be over by now
 * @returns whether that was news
 */
export async function notePresence(
  ctx: Context,
  live: LivePort,
  episodeId: string,
  presence: 'away' | 'live',
  onlyIf: (episode: EpisodeRow) => boolean = () => true,
): Promise<boolean> {
  const mediaTimeMs = live.mediaTimeMs(episodeId);
  const change = await ctx.db.transaction(async (tx) => {
    const held = await holdEpisode(tx, episodeId);
    if (!onlyIf(held.episode)) return undefined;
    return await applyDecision(tx, ctx, watch, held, { decision: decidePresence(held.rundown, presence), mediaTimeMs });
  });
  return change !== undefined;
}

/**
 * Nobody waits for this host any more, or the show's time is over.
 * @param onlyIf asked with the episode held: the host may have come back, or prolonged it, in this moment
 */
export async function endByItself(
  ctx: Context,
  live: LivePort,
  episodeId: string,
  onlyIf: (episode: EpisodeRow) => boolean,
): Promise<void> {
  const mediaTimeMs = live.mediaTimeMs(episodeId);
  const change = await ctx.db.transaction(async (tx) => {
    const held = await holdEpisode(tx, episodeId);
    if (!onlyIf(held.episode)) return undefined;
    return await applyDecision(tx, ctx, watch, held, { decision: decideEnd(held.rundown), mediaTimeMs });
  });
  if (change) live.end(episodeId);
}
