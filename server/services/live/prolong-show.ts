import { eq } from 'drizzle-orm';
import { episodes } from '../../db/schema/live.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { longestMinutes, prolonged } from '../../domain/live/show-end.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { holdAsHost } from './episode-row.ts';

/** The host goes on: the show is planned to be longer, and ends by itself half an hour later. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE, SHOW_LONGEST */
export async function prolongShow(ctx: Context, actor: Actor, episodeId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { episode } = await holdAsHost(tx, actor, episodeId);
    const { state, minutes: before } = episode;
    if (state !== 'live' && state !== 'away') throw new Refusal('EPISODE_STATE', { state });
    const minutes = prolonged(before);
    if (minutes === undefined) throw new Refusal('SHOW_LONGEST', { hours: longestMinutes / 60 });
    await tx.update(episodes).set({ minutes }).where(eq(episodes.id, episodeId));
    const entry = {
      area: 'live',
      action: 'episode.prolonged',
      subject: episodeId,
      before: { minutes: before },
      after: { minutes },
    } as const;
    await record(tx, ctx, actor, entry);
    await announce(tx, ctx, { type: 'episode.changed', episodeId, state });
  });
}
