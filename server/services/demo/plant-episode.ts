import { and, eq, inArray, ne } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { episodes } from '../../db/schema/live.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Context } from '../context.ts';
import { createEpisode } from '../live/create-episode.ts';
import { demoActor } from './people.ts';

/** Where the demo's first wall hangs: its show is seen beside that wall's own jobs. */
const regionCode = '330102';
const pitches = 6;

/** A show that a visitor can start: always one that has not been held yet, with jobs that are open today. */
export async function plantEpisode(ctx: Context): Promise<void> {
  const planned = await ctx.db
    .select({ id: episodes.id })
    .from(episodes)
    .where(and(eq(episodes.demo, true), ne(episodes.state, 'ended')));
  if (planned.length > 0) return;
  const open = await ctx.db
    .select({ id: postings.id })
    .from(postings)
    .where(and(eq(postings.demo, true), eq(postings.regionCode, regionCode), inArray(postings.status, ['approved'])))
    .orderBy(postings.number)
    .limit(pitches);
  const { episodeId } = await createEpisode(ctx, demoActor('host'), {
    title: '城站直播带岗',
    regionCode,
    hostName: '小赵',
    organiser: '城站零工市场',
    plannedAt: ctx.clock
      .now()
      .add(Temporal.Duration.from({ hours: 2 }))
      .toString(),
    postingIds: open.map(({ id }) => id),
  });
  await ctx.db.update(episodes).set({ demo: true }).where(eq(episodes.id, episodeId));
}
