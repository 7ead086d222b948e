import { and, asc, count, desc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import type { EpisodeReport, ReportedJob } from '../../contract/episode-report.ts';
import { audienceSamples, audienceViews, chatMessages } from '../../db/schema/audience.ts';
import { grabs } from '../../db/schema/grabs.ts';
import { links, scans } from '../../db/schema/links.ts';
import { rundownChanges, rundownItems } from '../../db/schema/live.ts';
import { callBacks, postings, postingVersions } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { TOP_QUESTIONS } from '../../domain/audience/room.ts';
import { watched } from '../../domain/audience/watched.ts';
import type { Context } from '../context.ts';
import { requireHosting } from '../live/require-publishing.ts';
import { regionPath, timeZoneOf } from '../regions/region-of.ts';

/** What became of one show, of its own records alone; while it runs, until now. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function readEpisodeReport(ctx: Context, actor: Actor, episodeId: string): Promise<EpisodeReport> {
  const episode = await requireHosting(ctx, actor, episodeId);
  const samples = await ctx.db
    .select()
    .from(audienceSamples)
    .where(eq(audienceSamples.episodeId, episodeId))
    .orderBy(asc(audienceSamples.at));
  const figures = watched(samples.map(({ at, viewers, postingId }) => ({ atMs: at.epochMilliseconds, viewers, postingId })));
  const pitched = await pitchedPostings(ctx, episodeId, [...figures.jobs.keys()]);
  const funnel = await funnelOf(ctx, episodeId);
  const jobs = pitched.map(({ posting, facts }): ReportedJob => {
    const { pitchedSeconds = 0, mostViewers = 0 } = figures.jobs.get(posting.id) ?? {};
    return {
      postingId: posting.id,
      number: posting.number,
      trade: facts.trade,
      employer: facts.employer ?? null,
      headcount: posting.placesTotal,
      pitchedSeconds,
      mostViewers,
      scans: funnel.steps.get(`${posting.id} scan`) ?? 0,
      views: funnel.steps.get(`${posting.id} view`) ?? 0,
      grabs: funnel.grabs.get(posting.id)?.grabs ?? 0,
      confirmed: funnel.grabs.get(posting.id)?.confirmed ?? 0,
    };
  });
  return {
    episodeId,
    slug: episode.slug,
    title: episode.title,
    hostName: episode.hostName,
    organiser: episode.organiser,
    state: episode.state,
    timeZone: await timeZoneOf(ctx.db, await regionPath(ctx.db, episode.regionCode)),
    startedAt: episode.startedAt?.toString() ?? null,
    endedAt: episode.endedAt?.toString() ?? null,
    employers: new Set(pitched.map(({ posting, facts }) => posting.employerId ?? facts.employer ?? posting.id)).size,
    postings: jobs.length,
    headcount: jobs.reduce((sum, job) => sum + job.headcount, 0),
    views: await ctx.db.$count(audienceViews, eq(audienceViews.episodeId, episodeId)),
    peak: figures.peak,
    watchSeconds: Math.round(figures.watchSeconds),
    messages: await ctx.db.$count(
      chatMessages,
      and(eq(chatMessages.episodeId, episodeId), ne(chatMessages.state, 'removed'), isNotNull(chatMessages.number)),
    ),
    askedToBeRung: await ctx.db.$count(callBacks, and(eq(callBacks.episodeId, episodeId), eq(callBacks.kind, 'chat'))),
    curve: samples.map(({ at, viewers }) => ({ at: at.toString(), viewers })),
    jobs,
    questions: await topQuestions(ctx, episodeId),
  };
}

/** What stood on the picture, in the order in which it first did: also what was taken out of the rundown afterwards. */
async function pitchedPostings(ctx: Context, episodeId: string, sampled: readonly string[]) {
  const stepped = await ctx.db
    .select({ postingId: rundownItems.postingId })
    .from(rundownChanges)
    .innerJoin(rundownItems, eq(rundownItems.id, rundownChanges.itemId))
    .where(eq(rundownChanges.episodeId, episodeId))
    .orderBy(asc(rundownChanges.seq));
  const ids = [...new Set([...stepped.flatMap(({ postingId }) => postingId ?? []), ...sampled])];
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .select({ posting: postings, facts: postingVersions.facts })
    .from(postings)
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.version)))
    .where(inArray(postings.id, ids));
  return rows.sort((a, b) => ids.indexOf(a.posting.id) - ids.indexOf(b.posting.id));
}

/** Steps that came by the show's own codes: on its picture, its page, and the walls that showed it. */
async function funnelOf(ctx: Context, episodeId: string) {
  const codes = ctx.db.select({ code: links.code }).from(links).where(eq(links.episodeId, episodeId));
  const steps = await ctx.db
    .select({ postingId: sql<string>`coalesce(${scans.postingId}, ${links.postingIds}[1])`, step: scans.step, count: count() })
    .from(scans)
    .innerJoin(links, eq(links.code, scans.code))
    .where(eq(links.episodeId, episodeId))
    .groupBy(sql`coalesce(${scans.postingId}, ${links.postingIds}[1])`, scans.step);
  const taken = await ctx.db
    .select({
      postingId: grabs.postingId,
      grabs: count(),
      confirmed: sql<number>`count(*) filter (where ${inArray(grabs.state, ['confirmed', 'started'])})::int`,
    })
    .from(grabs)
    .where(inArray(grabs.linkCode, codes))
    .groupBy(grabs.postingId);
  return {
    steps: new Map(steps.map((row) => [`${row.postingId} ${row.step}`, row.count])),
    grabs: new Map(taken.map((row) => [row.postingId, row])),
  };
}

async function topQuestions(ctx: Context, episodeId: string): Promise<EpisodeReport['questions']> {
  const rows = await ctx.db
    .select()
    .from(chatMessages)
    .where(
      and(
        eq(chatMessages.episodeId, episodeId),
        eq(chatMessages.kind, 'question'),
        eq(chatMessages.state, 'shown'),
        isNotNull(chatMessages.textSealed),
      ),
    )
    .orderBy(desc(chatMessages.votes), asc(chatMessages.createdAt))
    .limit(TOP_QUESTIONS);
  return rows.map(({ textSealed, votes, answeredAt }) => ({
    text: textSealed === null ? '' : ctx.vault.open(textSealed),
    votes,
    answered: answeredAt !== null,
  }));
}
