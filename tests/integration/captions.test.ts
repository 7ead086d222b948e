import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaptionOnWire } from '#server/contract/captions.ts';
import { captions } from '#server/db/schema/captions.ts';
import { LiveMedia } from '#server/media/live-media.ts';
import { tellCaptions } from '#server/realtime/caption-news.ts';
import { ViewingKeeper } from '#server/realtime/viewing-keeper.ts';
import { captionedTopic, hearCaption, sayCaption } from '#server/services/captions/say-caption.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { goLive } from '#server/services/live/run-show.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { httpApp } from '#tests/support/http-app.ts';
import { signedIn } from '#tests/support/staff.ts';
import { until } from '#tests/support/until.ts';
import { gongshu, person, shangcheng } from './desk-world.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

describeBothModes('what is said in a show, and how it was seen', (house) => {
  let world: PhoneWorld;
  let http: ReturnType<typeof httpApp>;
  let host: Awaited<ReturnType<typeof person>>;
  let episodeId: string;
  const live = { open: () => {}, mediaTimeMs: () => 61_234, viewers: () => 0, end: () => {} };

  beforeAll(async () => {
    world = await phoneWorld(house());
    http = httpApp(house());
    host = await person(world.ctx, '主播', 'host', world.desk.li.grants[0]?.regionPath ?? null);
    const plan = { title: '第一期', regionCode: shangcheng, hostName: '小赵', organiser: '城站', plannedAt: '2026-12-01T06:30:00Z' };
    ({ episodeId } = await createEpisode(world.ctx, host, { ...plan, postingIds: [await world.post(2)] }));
  });
  afterAll(() => http.close());

  it('can’t be captioned before it is on', async () => {
    const early = sayCaption(world.ctx, live, host, { episodeId, text: '开始了' });
    await expect(early).rejects.toMatchObject({ problem: { code: 'EPISODE_STATE' } });
    await goLive(world.ctx, live, host, episodeId);
  });

  it('is kept with its media time, told at once to whoever carries the show, and audited without its words', async () => {
    const told: CaptionOnWire[] = [];
    const stop = await tellCaptions(world.ctx, { caption: (_, caption) => told.push(caption), hear: () => {} }, http.hub);
    const said = await sayCaption(world.ctx, live, host, { episodeId, text: '装卸工 260 一天，当天结' });
    expect(said).toMatchObject({ mediaTimeMs: 61_234, text: '装卸工 260 一天，当天结' });
    await until(() => told.length === 1);
    expect(told).toEqual([said]);
    stop();
    const [row] = await world.ctx.db.select().from(captions).where(eq(captions.id, said.id));
    expect(row).toMatchObject({ episodeId, source: 'host', mediaTimeMs: 61_234 });
  });

  it('may also be heard by a recogniser, whose sentences are cut to what can be read', async () => {
    const told: unknown[] = [];
    const stop = await world.ctx.bus.subscribe(captionedTopic, (message) => told.push(message));
    await hearCaption(world.ctx, { episodeId, mediaTimeMs: 70_000.4, text: ` ${'话'.repeat(90)}` });
    await hearCaption(world.ctx, { episodeId, mediaTimeMs: 71_000, text: '   ' });
    await until(() => told.length === 1);
    stop();
    const rows = await world.ctx.db.select().from(captions).where(eq(captions.source, 'recogniser'));
    expect(rows).toMatchObject([{ mediaTimeMs: 70_000, text: '话'.repeat(60) }]);
  });

  it('is read as one file by a replay', async () => {
    const answer = await http.app.request(`http://gangbo.test/api/live/${episodeId}/captions.vtt`);
    expect(answer.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
    expect(await answer.text()).toMatch(
      /^WEBVTT\n\n[\w-]+\n00:01:01\.234 --> 00:01:04\.\d{3}\n装卸工 260 一天，当天结\n\n[\w-]+\n00:01:10\.000 --> /,
    );
  });

  it('is captioned by hosts of its own region alone, and a line at a time', async () => {
    const path = `/api/live/episodes/${episodeId}/captions`;
    const own = await signedIn(house(), http.app, 'host', shangcheng);
    const elsewhere = await signedIn(house(), http.app, 'host', gongshu);
    expect(await elsewhere.call('POST', path, { text: '我' })).toMatchObject({ status: 403 });
    expect(await own.call('POST', path, { text: '长'.repeat(61) })).toMatchObject({ status: 400 });
    expect(await own.call('POST', path, { text: '两\n行' })).toMatchObject({ status: 400 });
    expect(await own.call('POST', path, { text: '还差两个人' })).toMatchObject({
      status: 201,
      body: { text: '还差两个人', mediaTimeMs: null },
    });
    const answers = await Promise.all(Array.from({ length: 45 }, () => own.call('POST', path, { text: '快' })));
    expect(answers.some((answer) => answer.status === 429)).toBe(true);
  });

  it('is added up over everybody who saw it, and shown to its hosts', async () => {
    const counts = [
      { path: 'hls', measure: 'startUp', step: 250, count: 3 },
      { path: 'hls', measure: 'watchedMs', step: 0, count: 60_000 },
    ] as const;
    // Two processes that heard of different pages, and the first of them twice.
    const heard = [[{ episodeId, counts: [...counts] }], [{ episodeId, counts: [...counts] }], []];
    const keeper = new ViewingKeeper(world.ctx, { takeViewing: () => heard.shift() ?? [] });
    await Promise.all([keeper.keep(), keeper.keep()]);
    await keeper.close();
    const own = await signedIn(house(), http.app, 'host', shangcheng);
    expect((await own.call('GET', `/api/live/episodes/${episodeId}/viewing`)).body).toEqual({
      smallDropped: false,
      paths: [
        { path: 'hls', watchedMinutes: 2, starts: 6, startUpMs: { p50: 250, p95: 250 }, latencyMs: null, stallsAnHour: 0, stalledShare: 0 },
      ],
    });
    const elsewhere = await signedIn(house(), http.app, 'host', gongshu);
    expect(await elsewhere.call('GET', `/api/live/episodes/${episodeId}/viewing`)).toMatchObject({ status: 403 });
  });

  it('takes no report that says more than a beat can', async () => {
    const media = new LiveMedia({ log: world.ctx.log, maxViewers: 1 });
    media.saw(episodeId, { path: 'hls', watchedMs: 1, stalls: 0, stalledMs: 0 });
    expect(media.takeViewing()).toEqual([]);
    const beat = (seen: object) =>
      http.app.request(`http://gangbo.test/api/live/${episodeId}/presence`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ viewerKey: 'page-of-many', path: 'hls', seen }),
      });
    expect((await beat({ path: 'hls', watchedMs: 10_000, stalls: 0, stalledMs: 0, latencyMs: 700 })).status).toBe(200);
    expect((await beat({ path: 'hls', watchedMs: 9e9, stalls: 0, stalledMs: 0 })).status).toBe(400);
    expect((await beat({ path: 'none', watchedMs: 1, stalls: 0, stalledMs: 0 })).status).toBe(400);
  });
});
