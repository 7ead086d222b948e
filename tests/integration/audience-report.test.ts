import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, expect, it } from 'vitest';
import { audienceSamples, chatMessages, chatViewers, chatVotes } from '#server/db/schema/audience.ts';
import { rundownItems } from '#server/db/schema/live.ts';
import { callBacks } from '#server/db/schema/postings.ts';
import { AudienceWatch } from '#server/realtime/audience-watch.ts';
import { askToBeRung } from '#server/services/audience/call-me.ts';
import { readEpisodeReport } from '#server/services/audience/episode-report.ts';
import { moderate } from '#server/services/audience/moderate.ts';
import { reportAsCsv } from '#server/services/audience/report-csv.ts';
import { sendMessage } from '#server/services/audience/send-message.ts';
import { voteFor } from '#server/services/audience/vote.ts';
import { grabPlace } from '#server/services/grabs/grab-place.ts';
import { findLink } from '#server/services/links/find-link.ts';
import { recordScan } from '#server/services/links/record-scan.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { viewForHost } from '#server/services/live/episode-view.ts';
import type { LivePort } from '#server/services/live/live-port.ts';
import { endEpisode, goLive, stepRundown } from '#server/services/live/run-show.ts';
import { setRundown } from '#server/services/live/set-rundown.ts';
import { applyRetention } from '#server/services/retention/apply-retention.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { gongshu, person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

/** Whoever watches, as the test says: the pages that open and the pages that are there. */
function hall() {
  const live: LivePort = { open: () => {}, mediaTimeMs: () => undefined, viewers: () => 0, end: () => {} };
  const crowd = { open: [] as string[], viewers: 0, opened: [] as string[] };
  return {
    live,
    crowd,
    audience: { openEpisodes: () => crowd.open, viewers: () => crowd.viewers, takeOpened: () => crowd.opened.splice(0) },
  };
}

describeBothModes(
  'the report of a show',
  (house) => {
    let world: PhoneWorld;
    let host: Awaited<ReturnType<typeof person>>;
    beforeAll(async () => {
      house().clock.set('2026-11-27T11:00:00Z');
      world = await phoneWorld(house());
      host = await person(world.ctx, '主播小赵', 'host', world.desk.li.grants[0]?.regionPath ?? null);
    });

    it('says who watched, and what became of each job, of the show’s own records', async () => {
      const { ctx } = world;
      const { clock } = house();
      const { live, crowd, audience } = hall();
      const watch = new AudienceWatch(ctx, audience);
      const first = await world.post(3, { employer: '=HYPERLINK("http://x")货运部' });
      const second = await world.post(5, { trade: '洗碗工' });
      const unseen = await world.post(9, { trade: '保洁' });
      const { episodeId } = await createEpisode(ctx, host, {
        title: '第 12 期',
        regionCode: shangcheng,
        hostName: '小赵',
        organiser: '城站',
        plannedAt: '2026-11-27T11:00:00Z',
        postingIds: [first, second, unseen],
      });
      await goLive(ctx, live, host, episodeId);
      crowd.open = [episodeId];
      const look = async (viewers: number, opened: string[] = []) => {
        crowd.viewers = viewers;
        crowd.opened.push(...opened);
        await watch.look();
        clock.advance({ seconds: 10 });
      };
      await look(2, ['page-one', 'page-two']);
      await look(5, ['page-three', 'page-one']);
      const seen = await viewForHost(ctx, live, host, episodeId);
      await stepRundown(ctx, live, host, { episodeId, step: 'next', seenItemId: seen.currentItemId ?? '' });
      await look(9, ['page-four']);

      // Two phones scan the first job's code, one looks and grabs; one finds the second job from the page.
      const codeOf = (postingId: string) => seen.rundown.find((item) => item.postingId === postingId)?.pitch?.link.code ?? '';
      const link = await findLink(ctx, codeOf(first));
      const visitor = (browser: string) => ({ address: '192.0.2.7', browser });
      await recordScan(ctx, { link, step: 'scan', postingId: undefined }, visitor('a'));
      await recordScan(ctx, { link, step: 'scan', postingId: undefined }, visitor('b'));
      await recordScan(ctx, { link, step: 'view', postingId: first }, visitor('a'));
      await recordScan(ctx, { link: await findLink(ctx, codeOf(second)), step: 'view', postingId: second }, visitor('c'));
      const [winner = '', other = ''] = await world.people(2);
      await grabPlace(ctx, { postingId: first, seekerId: winner, linkCode: codeOf(first) });
      await grabPlace(ctx, { postingId: first, seekerId: other });

      const from = (viewerKey: string) => ({ episodeId, viewerKey: viewerKey.padEnd(22, 'x'), clientAddress: '192.0.2.8' });
      const ask = await sendMessage(ctx, { ...from('asker'), kind: 'question', text: '=1+1 包住吗？' });
      await voteFor(ctx, { ...from('voter'), messageId: ask.message.id });
      await sendMessage(ctx, { ...from('other'), kind: 'question', text: '几点上班？' });
      const spam = await sendMessage(ctx, { ...from('troll'), kind: 'chat', text: '交钱包过' });
      await moderate(ctx, host, { episodeId, messageId: spam.message.id, act: 'remove' });
      await askToBeRung(ctx, { kind: 'anyone' }, { ...from('asker'), phone: '13812345678' });
      // What was pitched and is taken out afterwards was pitched all the same.
      await setRundown(ctx, host, { episodeId, items: [{ postingId: second }, { postingId: unseen }] });
      await endEpisode(ctx, live, host, episodeId);
      await look(7);
      await watch.close();

      const report = await readEpisodeReport(ctx, host, episodeId);
      expect(report).toMatchObject({
        state: 'ended',
        employers: 2,
        postings: 2,
        headcount: 8,
        views: 4,
        peak: 9,
        watchSeconds: 160,
        messages: 2,
        askedToBeRung: 1,
        timeZone: 'Asia/Shanghai',
      });
      expect(report.curve.map(({ viewers }) => viewers)).toEqual([2, 5, 9]);
      const figures = report.jobs.map(({ trade, ...job }) => [
        trade,
        job.pitchedSeconds,
        job.mostViewers,
        job.scans,
        job.views,
        job.grabs,
        job.confirmed,
      ]);
      expect(figures.sort()).toEqual(
        [
          ['搬运工', 20, 5, 2, 1, 1, 0],
          ['洗碗工', 10, 9, 0, 1, 0, 0],
        ].sort(),
      );
      expect(report.questions).toEqual([
        { text: '=1+1 包住吗？', votes: 1, answered: false },
        { text: '几点上班？', votes: 0, answered: false },
      ]);

      const csv = reportAsCsv(report, 'zh-CN');
      expect(csv.codePointAt(0)).toBe(0xfeff);
      expect(csv).toContain('开播时间,2026-11-27 19:');
      expect(csv).toContain('观看（人次）,4,');
      expect(csv).toContain("'=1+1 包住吗？");
      expect(csv).toContain(`"'=HYPERLINK(""http://x"")货运部"`);
      for (const line of csv.slice(1).split('\r\n')) expect(line).not.toMatch(/(^|,)"?[=+\-@\t]/);

      const stranger = await person(ctx, '外地主播', 'host', `3301/${gongshu}/`);
      await expect(readEpisodeReport(ctx, stranger, episodeId)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    });

    it('has one line for ten seconds, though two servers carry the show', async () => {
      const { ctx } = world;
      const { live, crowd, audience } = hall();
      const other = hall();
      const { episodeId } = await createEpisode(ctx, host, {
        title: '第 13 期',
        regionCode: shangcheng,
        hostName: '小赵',
        organiser: '城站',
        plannedAt: '2026-11-27T12:00:00Z',
        postingIds: [await world.post(1)],
      });
      const [a, b] = [new AudienceWatch(ctx, audience), new AudienceWatch(ctx, other.audience)];
      crowd.open = [episodeId];
      crowd.viewers = 3;
      crowd.opened = ['page-same'];
      await a.look();
      expect((await readEpisodeReport(ctx, host, episodeId)).curve).toEqual([]);
      await goLive(ctx, live, host, episodeId);
      crowd.opened = ['page-same'];
      Object.assign(other.crowd, { open: [episodeId], viewers: 8, opened: ['page-same', 'page-new'] });
      await Promise.all([a.look(), b.look()]);
      expect(await readEpisodeReport(ctx, host, episodeId)).toMatchObject({ peak: 8, views: 2, watchSeconds: 80 });
      await Promise.all([a.close(), b.close()]);
      expect(await ctx.db.$count(rundownItems, eq(rundownItems.episodeId, episodeId))).toBe(1);
    });

    it('keeps its figures when the rules have taken what people wrote', async () => {
      const { ctx } = world;
      const { clock } = house();
      const { live } = hall();
      const { episodeId } = await createEpisode(ctx, host, {
        title: '第 14 期',
        regionCode: shangcheng,
        hostName: '小赵',
        organiser: '城站',
        plannedAt: '2026-11-27T13:00:00Z',
        postingIds: [await world.post(1)],
      });
      await goLive(ctx, live, host, episodeId);
      const from = { episodeId, viewerKey: 'k'.repeat(22), clientAddress: '192.0.2.9' };
      const { message } = await sendMessage(ctx, { ...from, kind: 'question', text: '我叫张三，住城站' });
      await voteFor(ctx, { ...from, messageId: message.id });
      await askToBeRung(ctx, { kind: 'anyone' }, { ...from, phone: '13812340000' });
      await endEpisode(ctx, live, host, episodeId);

      clock.advance({ hours: 31 * 24 });
      await applyRetention(ctx);
      const [call] = await ctx.db.select().from(callBacks).where(eq(callBacks.episodeId, episodeId));
      expect(call).toMatchObject({ phoneSealed: null, outcome: 'lapsed' });
      expect((await readEpisodeReport(ctx, host, episodeId)).questions).toHaveLength(1);

      clock.advance({ hours: 30 * 24 });
      await applyRetention(ctx);
      const [row] = await ctx.db.select().from(chatMessages).where(eq(chatMessages.id, message.id));
      expect(row).toMatchObject({ textSealed: null, viewerHash: null, votes: 1 });
      expect(await ctx.db.$count(chatViewers, eq(chatViewers.episodeId, episodeId))).toBe(0);
      expect(await ctx.db.$count(chatVotes, eq(chatVotes.messageId, message.id))).toBe(0);
      expect(await readEpisodeReport(ctx, host, episodeId)).toMatchObject({ messages: 1, askedToBeRung: 1, questions: [] });

      const old = { episodeId, viewers: 5, postingId: null, at: Temporal.Instant.from('2022-01-01T00:00:00Z') };
      await ctx.db.insert(audienceSamples).values(old);
      await applyRetention(ctx);
      expect(await ctx.db.$count(audienceSamples, eq(audienceSamples.at, old.at))).toBe(0);
    });
  },
  { deterministic: true },
);
