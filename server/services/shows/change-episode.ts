import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { EditEpisode } from '../../contract/shows.ts';
import type { Tx } from '../../db/database.ts';
import { episodes } from '../../db/schema/live.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { type EpisodeRow, holdAsHost } from '../live/episode-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { mayCallOffAgain, remindAgain } from './remind.ts';

/** What a person settles of one episode is an exception of its series, and outlives every regeneration. Before the show only. */

/** @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, EPISODE_PAST */
export async function moveEpisode(
  ctx: Context,
  actor: Actor,
  input: { episodeId: string; plannedAt: string; minutes?: number | undefined },
): Promise<void> {
  const plannedAt = Temporal.Instant.from(input.plannedAt);
  if (Temporal.Instant.compare(plannedAt, ctx.clock.now()) <= 0) throw new Refusal('EPISODE_PAST');
  await change(ctx, actor, input.episodeId, {
    action: 'episode.moved',
    from: ['planned'],
    to: () => ({ plannedAt, question: null, ...(input.minutes === undefined ? {} : { minutes: input.minutes }) }),
    also: (tx) => remindAgain(tx, ctx, input.episodeId, plannedAt),
  });
}

/** 停播, with the reason that walls and phones say. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE */
export async function cancelEpisode(ctx: Context, actor: Actor, input: { episodeId: string; reason: string }): Promise<void> {
  await change(ctx, actor, input.episodeId, {
    action: 'episode.cancelled',
    from: ['planned', 'cancelled'],
    to: () => ({ state: 'cancelled', cancelledBy: 'staff', cancelReason: input.reason, question: null }),
  });
}

/** It is held after all. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, EPISODE_PAST */
export async function restoreEpisode(ctx: Context, actor: Actor, episodeId: string): Promise<void> {
  await change(ctx, actor, episodeId, {
    action: 'episode.restored',
    from: ['cancelled'],
    to: ({ plannedAt }) => {
      if (Temporal.Instant.compare(plannedAt, ctx.clock.now()) <= 0) throw new Refusal('EPISODE_PAST');
      return { state: 'planned', cancelledBy: null, cancelReason: null, question: null };
    },
    also: (tx) => mayCallOffAgain(tx, episodeId),
  });
}

/** The answer to: is it held on the holiday? */
export async function answerEpisode(ctx: Context, actor: Actor, { episodeId, held }: { episodeId: string; held: boolean }): Promise<void> {
  await change(ctx, actor, episodeId, {
    action: 'episode.answered',
    from: ['planned'],
    to: ({ question }) => {
      if (question === null) throw new Refusal('EPISODE_STATE', { state: 'planned' });
      return held ? { question: null } : { state: 'cancelled', cancelledBy: 'holiday', cancelReason: question, question: null };
    },
  });
}

/** Its words: a substitute host's name for one date. The series stays as it is. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE */
export async function editEpisode(ctx: Context, actor: Actor, { episodeId, ...edit }: EditEpisode & { episodeId: string }): Promise<void> {
  await change(ctx, actor, episodeId, { action: 'episode.edited', from: ['planned', 'cancelled'], to: () => edit, byHand: false });
}

interface Change {
  action: string;
  from: readonly EpisodeRow['state'][];
  to: (episode: EpisodeRow) => Partial<EpisodeRow>;
  also?: (tx: Tx) => Promise<void>;
  byHand?: boolean;
}

async function change(ctx: Context, actor: Actor, episodeId: string, { action, from, to, also, byHand = true }: Change): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { episode } = await holdAsHost(tx, actor, episodeId);
    if (!from.includes(episode.state)) throw new Refusal('EPISODE_STATE', { state: episode.state });
    const edit = to(episode);
    await tx
      .update(episodes)
      .set({ ...edit, ...(byHand ? { byHand } : {}), sequence: episode.sequence + 1, changedAt: ctx.clock.now() })
      .where(eq(episodes.id, episodeId));
    await also?.(tx);
    await record(tx, ctx, actor, {
      area: 'live',
      action,
      subject: episodeId,
      before: asAnnounced(episode),
      after: asAnnounced({ ...episode, ...edit }),
    });
    await announce(tx, ctx, { type: 'episode.changed', episodeId, state: edit.state ?? episode.state });
  });
}

/** What people have been told of it. */
const asAnnounced = ({ state, plannedAt, cancelReason, title, hostName, organiser }: EpisodeRow) => ({
  ...{ state, plannedAt: plannedAt.toString(), reason: cancelReason },
  ...{ title, hostName, organiser },
});
