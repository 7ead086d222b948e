import type { z } from 'zod';
import type { programReport } from '../../contract/live.ts';
import { callBacks } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { consume } from '../seekers/limits.ts';
import { findEpisode } from './episode-view.ts';

/** 举报直播: to the clerk's list, with the episode and what is claimed. What was written may name anybody, and is sealed. @throws Refusal EPISODE_NOT_FOUND, TOO_MANY_REQUESTS */
export async function reportShow(
  ctx: Context,
  actor: Actor,
  input: z.infer<typeof programReport> & { episodeId: string; clientAddress: string },
): Promise<void> {
  await consume(ctx, { 'report-address': input.clientAddress });
  const episode = await findEpisode(ctx.db, { id: input.episodeId });
  await ctx.db.transaction(async (tx) => {
    await tx.insert(callBacks).values({
      id: ctx.random.id(),
      kind: 'report',
      regionCode: episode.regionCode,
      episodeId: episode.id,
      facts: ['show', `show-${input.kind}`],
      noteSealed: input.note ? ctx.vault.seal(input.note) : null,
      createdAt: ctx.clock.now(),
    });
    await record(tx, ctx, actor, { area: 'reports', action: 'show.reported', subject: episode.id, after: { kind: input.kind } });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: episode.regionCode, what: 'reports' });
  });
}
