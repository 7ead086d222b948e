import { Temporal } from 'temporal-polyfill';
import type { CreateEpisode } from '../../contract/live.ts';
import { episodes } from '../../db/schema/live.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { regionPath } from '../regions/region-of.ts';
import { randomSlug } from './random-slug.ts';
import { storeRundown } from './set-rundown.ts';

/** 一期, with the jobs it will pitch. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, POSTING_NOT_FOUND */
export async function createEpisode(ctx: Context, actor: Actor, input: CreateEpisode): Promise<{ episodeId: string; slug: string }> {
  return await ctx.db.transaction(async (tx) => {
    requireIn(actor, 'host', await regionPath(tx, input.regionCode));
    const id = ctx.random.id();
    const slug = randomSlug(ctx);
    await tx.insert(episodes).values({
      id,
      slug,
      title: input.title,
      regionCode: input.regionCode,
      hostName: input.hostName,
      organiser: input.organiser,
      hostUserId: personOf(actor),
      state: 'planned',
      plannedAt: Temporal.Instant.from(input.plannedAt),
      createdAt: ctx.clock.now(),
    });
    await storeRundown(
      tx,
      ctx,
      { episodeId: id, items: [], aired: new Set() },
      input.postingIds.map((postingId) => ({ postingId })),
    );
    await record(tx, ctx, actor, {
      area: 'live',
      action: 'episode.created',
      subject: id,
      after: { title: input.title, plannedAt: input.plannedAt },
    });
    await announce(tx, ctx, { type: 'episode.changed', episodeId: id, state: 'planned' });
    return { episodeId: id, slug };
  });
}
