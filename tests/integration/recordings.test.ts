import { randomUUID } from 'node:crypto';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#server/config.ts';
import type { ReplayOnWire } from '#server/contract/recordings.ts';
import { episodes } from '#server/db/schema/live.ts';
import { stations } from '#server/db/schema/org.ts';
import { recordings } from '#server/db/schema/recordings.ts';
import type { Actor } from '#server/domain/access/actor.ts';
import { keepDays } from '#server/domain/retention/rules.ts';
import { recordingKey } from '#server/media/recording/run-files.ts';
import { s3Store } from '#server/media/recording/s3-store.ts';
import { RecordingShelf } from '#server/media/recording/shelf.ts';
import { sayCaption } from '#server/services/captions/say-caption.ts';
import type { Context } from '#server/services/context.ts';
import { insertNow } from '#server/services/live/air-desk.ts';
import { createEpisode } from '#server/services/live/create-episode.ts';
import { findEpisode, viewForPublic } from '#server/services/live/episode-view.ts';
import type { LivePort } from '#server/services/live/live-port.ts';
import { endEpisode, goLive, stepRundown } from '#server/services/live/run-show.ts';
import { setRundown } from '#server/services/live/set-rundown.ts';
import { withdrawPosting } from '#server/services/postings/close-posting.ts';
import { askForCut, viewClip, viewRecording } from '#server/services/recordings/cuts.ts';
import { forgetRecordings } from '#server/services/recordings/forget-recordings.ts';
import { keepMissed, keepRecording } from '#server/services/recordings/keep-recording.ts';
import { listPastEpisodes } from '#server/services/recordings/past-episodes.ts';
import { replayOf } from '#server/services/recordings/replay.ts';
import { describeBothModes } from '#tests/support/both-modes.ts';
import { httpApp } from '#tests/support/http-app.ts';
import { type S3Server, startS3 } from '#tests/support/s3-server.ts';
import recordingsHandler from '#workers/recordings/handler.ts';
import { person, shangcheng } from './desk-world.ts';
import { SlateProgram } from './media/slate-program.ts';
import { type PhoneWorld, phoneWorld } from './phone-world.ts';

const plan = {
  title: '第 12 期直播带岗',
  regionCode: shangcheng,
  hostName: '小赵',
  organiser: '城站零工市场',
  plannedAt: '2026-12-01T06:30:00Z',
};

describeBothModes('the recording of a show', (house) => {
  let world: PhoneWorld;
  let ctx: Context;
  let host: Actor;
  let shelf: RecordingShelf;

  beforeAll(async () => {
    world = await phoneWorld(house());
    ctx = world.ctx;
    host = await person(ctx, '主播小赵', 'host', world.desk.li.grants[0]?.regionPath ?? null);
    shelf = new RecordingShelf({ dir: ctx.config.media.dir, log: ctx.log, spareBytes: 0 });
    await house().startBackground([recordingsHandler]);
  });

  /** Three jobs, 6 s each, the last one taken off afterwards; recorded as the machine would. */
  async function aShow() {
    const postingIds = [await world.post(3), await world.post(1), await world.post(2)];
    const { episodeId, slug } = await createEpisode(ctx, host, { ...plan, postingIds });
    const startedMs = Date.now();
    let mediaTimeMs: number | undefined;
    const live: LivePort = { open: () => {}, mediaTimeMs: () => mediaTimeMs, viewers: () => 0, end: () => {} };
    const { recorder } = shelf.begin(episodeId, { nowMs: startedMs, epochMs: () => startedMs, now: () => performance.now() });
    const program = new SlateProgram(recorder);
    await goLive(ctx, live, host, episodeId);
    for (const next of [6_000, 12_000]) {
      program.play(6_000);
      mediaTimeMs = next;
      const { currentItemId } = await findEpisode(ctx.db, { id: episodeId });
      await stepRundown(ctx, live, host, { episodeId, step: 'next', seenItemId: currentItemId ?? '' });
    }
    program.play(6_000);
    mediaTimeMs = 18_000;
    program.end();
    recorder.end();
    await shelf.finished(episodeId);
    await endEpisode(ctx, live, host, episodeId);
    await house().settle();
    return { episodeId, slug, postingIds };
  }

  it('is kept at the end, listed among past shows, and has a chapter for each job as it stands today', async () => {
    const { episodeId, slug, postingIds } = await aShow();
    const listed = async () => (await listPastEpisodes(ctx)).find((past) => past.slug === slug);
    expect(await listed()).toMatchObject({ jobs: 3, hostName: '小赵', timeZone: 'Asia/Shanghai' });
    // Its day is said in its own region's zone.
    const zoned = (timeZone: string) => ctx.db.update(stations).set({ timeZone }).where(eq(stations.id, world.stationId));
    await zoned('Asia/Urumqi');
    expect(await listed()).toMatchObject({ timeZone: 'Asia/Urumqi' });
    await zoned('Asia/Shanghai');
    await withdrawPosting(ctx, world.desk.li, postingIds[2] ?? '', { reason: 'withdrawn' });
    const replay = await replayOf(ctx, shelf, await findEpisode(ctx.db, { slug }), { playlist: '/whole.m3u8', captions: '/captions.vtt' });
    expect(replay.playlistUrl).toBe('/whole.m3u8');
    expect(replay.durationMs).toBeCloseTo(18_200, -2);
    expect(replay.chapters.map(({ fromMs, state, pitch }) => [Math.round(fromMs), state, pitch?.postingId])).toEqual([
      [0, 'open', postingIds[0]],
      [6_000, 'open', postingIds[1]],
      [12_000, 'closed', undefined],
    ]);
    // What has gone is still said by number and trade: whoever watches hears of it.
    expect(replay.chapters[2]).toMatchObject({ number: expect.any(Number), trade: expect.stringMatching(/./) });
    expect(await viewRecording(ctx, shelf, host, { episodeId, now: undefined })).toMatchObject({ state: 'kept', cuts: [] });
  });

  it('keeps names and cards of what was taken out of the rundown afterwards, of what was put in, and of what pitches nothing', async () => {
    const [first = '', second = '', third = ''] = [await world.post(3), await world.post(2), await world.post(2)];
    const { episodeId, slug } = await createEpisode(ctx, host, { ...plan, postingIds: [first, second] });
    const startedMs = Date.now();
    let mediaTimeMs: number | undefined;
    const live: LivePort = { open: () => {}, mediaTimeMs: () => mediaTimeMs, viewers: () => 0, end: () => {} };
    const { recorder } = shelf.begin(episodeId, { nowMs: startedMs, epochMs: () => startedMs, now: () => performance.now() });
    const program = new SlateProgram(recorder);
    const play = () => {
      program.play(4_000);
      mediaTimeMs = (mediaTimeMs ?? 0) + 4_000;
    };
    await goLive(ctx, live, host, episodeId);
    play();
    await insertNow(ctx, live, host, { episodeId, postingId: third });
    play();
    // Both that have been on air are left out, and a break is put in.
    await setRundown(ctx, host, { episodeId, items: [{ segment: 'break', title: '喝口水' }, { postingId: second }] });
    const { currentItemId } = await findEpisode(ctx.db, { id: episodeId });
    await stepRundown(ctx, live, host, { episodeId, step: 'next', seenItemId: currentItemId ?? '' });
    play();
    await sayCaption(ctx, live, host, { episodeId, text: '马上回来' });
    play();
    program.end();
    recorder.end();
    await shelf.finished(episodeId);
    await endEpisode(ctx, live, host, episodeId);
    await house().settle();

    const { app, close } = httpApp(house());
    const replay = (await (await app.request(`http://gangbo.test/api/recordings/shows/${slug}`)).json()) as ReplayOnWire;
    expect(
      replay.chapters.map(({ fromMs, trade, segment, pitch }) => [Math.round(fromMs), trade !== '', segment, pitch?.postingId]),
    ).toEqual([
      [0, true, null, first],
      [4_000, true, null, third],
      [8_000, true, 'break', undefined],
    ]);
    expect(replay.chapters[2]?.trade).toBe('喝口水');
    // The captions stand where they were said.
    const track = await app.request(`http://gangbo.test${replay.captionsUrl}`);
    expect([track.status, track.headers.get('content-type')]).toEqual([200, 'text/vtt; charset=utf-8']);
    expect(await track.text()).toMatch(/^WEBVTT\n\n[\w-]+\n00:00:12\.000 --> 00:00:1\d\.\d{3}\n马上回来\n/);
    close();
  });

  it('is cut by whoever hosts there, and nobody else; a clip has a page for everybody', async () => {
    const { episodeId } = await aShow();
    const stranger = await person(ctx, '外地主播', 'host', 'elsewhere/');
    await expect(askForCut(ctx, shelf, stranger, { episodeId, kind: 'whole' })).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED' } });
    const { chapters } = await viewRecording(ctx, shelf, host, { episodeId, now: undefined });
    const seq = chapters[1]?.seq ?? 0;
    const [whole, clip, again] = [
      await askForCut(ctx, shelf, host, { episodeId, kind: 'whole' }),
      await askForCut(ctx, shelf, host, { episodeId, kind: 'clip', seq }),
      await askForCut(ctx, shelf, host, { episodeId, kind: 'clip', seq }),
    ];
    expect(again.id).toBe(clip.id);
    await expect(askForCut(ctx, shelf, host, { episodeId, kind: 'clip', seq: 999 })).rejects.toMatchObject({
      problem: { code: 'RECORDING_NOT_FOUND' },
    });
    await house().settle();
    const { cuts } = await viewRecording(ctx, shelf, host, { episodeId, now: undefined });
    expect(cuts.map(({ id, state, percent }) => [id, state, percent])).toEqual([
      [whole.id, 'ready', 100],
      [clip.id, 'ready', 100],
    ]);
    const code = cuts[1]?.pageUrl?.split('/').at(-1) ?? '';
    const page = await viewClip(ctx, shelf, code, '/clip.mp4');
    expect(page).toMatchObject({ seq, chapter: { state: 'open', pitch: { link: { url: expect.any(String) } } } });
    expect(page.durationMs).toBeGreaterThanOrEqual(6_000);
    expect(page.durationMs).toBeLessThan(10_500);

    const { app, close } = httpApp(house());
    const get = (path: string, headers = {}) => app.request(`http://gangbo.test${path}`, { headers });
    const part = await get(`/recorded/clips/${code}.mp4`, { range: 'bytes=4-7' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, `bytes 4-7/${cuts[1]?.bytes}`, 'ftyp']);
    expect((await get(`/api/recordings/cuts/${whole.id}/file`)).status).toBe(401);
    const playlist = await (await get(`/recorded/${episodeId}/whole.m3u8`)).text();
    expect(playlist).toContain('#EXT-X-ENDLIST');
    const segment = await get(`/recorded/${episodeId}/${/^r.*\.m4s$/m.exec(playlist)?.[0]}`);
    expect(segment.headers.get('cache-control')).toContain('immutable');
    expect((await get(`/recorded/${episodeId}/r9-abc/s0.m4s`)).status).toBe(404);
    close();
  });

  it('on a disk that is full stops alone: the host is told why, and phones see their show as before', async () => {
    const full = new RecordingShelf({ dir: ctx.config.media.dir, log: ctx.log, spareBytes: Number.MAX_SAFE_INTEGER });
    const words = { title: '第 13 期', regionCode: shangcheng, hostName: '小赵', organiser: '城站', plannedAt: '2026-12-02T06:30:00Z' };
    const { episodeId, slug } = await createEpisode(ctx, host, { ...words, postingIds: [await world.post(1)] });
    const live: LivePort = { open: () => {}, mediaTimeMs: () => 2_000, viewers: () => 3, end: () => {} };
    const { recorder } = full.begin(episodeId, { nowMs: Date.now(), epochMs: () => Date.now(), now: () => performance.now() });
    await goLive(ctx, live, host, episodeId);
    new SlateProgram(recorder).play(2_000);
    await recorder.settled();
    const told = await viewRecording(ctx, full, host, { episodeId, now: recorder.state });
    expect(told).toMatchObject({ state: 'failing', trouble: 'full', bytes: 0 });
    expect(await viewForPublic(ctx, live, await findEpisode(ctx.db, { slug }))).toMatchObject({ state: 'live', viewers: 3 });
    recorder.end();
    await full.finished(episodeId);
    await endEpisode(ctx, live, host, episodeId);
  });

  it('is kept also when the job for it was lost', async () => {
    const { episodeId, slug } = await aShow();
    const isListed = async () => (await listPastEpisodes(ctx)).some((past) => past.slug === slug);
    await ctx.db.delete(recordings).where(eq(recordings.episodeId, episodeId));
    await keepMissed(ctx, shelf);
    expect(await isListed()).toBe(false);
    // Not at once: its own job comes first.
    await ctx.db
      .update(episodes)
      .set({ endedAt: ctx.clock.now().subtract({ hours: 1 }) })
      .where(eq(episodes.id, episodeId));
    await keepMissed(ctx, shelf);
    expect(await isListed()).toBe(true);
  });

  it('goes by the retention rule with all that was cut from it, and that it went is audited', async () => {
    const { episodeId, slug } = await aShow();
    const { chapters } = await viewRecording(ctx, shelf, host, { episodeId, now: undefined });
    await askForCut(ctx, shelf, host, { episodeId, kind: 'clip', seq: chapters[0]?.seq ?? 0 });
    await house().settle();
    const [cut] = (await viewRecording(ctx, shelf, host, { episodeId, now: undefined })).cuts;
    const before = () => ctx.clock.now().subtract({ hours: keepDays.recording * 24 });
    await forgetRecordings(ctx, shelf, before());
    expect(await viewRecording(ctx, shelf, host, { episodeId, now: undefined })).toMatchObject({ state: 'kept' });

    const tooOld = before().subtract({ hours: 1 });
    await ctx.db.update(recordings).set({ finishedAt: tooOld }).where(eq(recordings.episodeId, episodeId));
    await world.news();
    expect(await forgetRecordings(ctx, shelf, before())).toBe(1);
    expect(await viewRecording(ctx, shelf, host, { episodeId, now: undefined })).toMatchObject({ state: 'deleted', cuts: [], bytes: 0 });
    await expect(access(join(ctx.config.media.dir, recordingKey(episodeId)))).rejects.toThrow();
    await expect(access(join(ctx.config.media.dir, 'cuts', episodeId))).rejects.toThrow();
    expect((await listPastEpisodes(ctx)).some((past) => past.slug === slug)).toBe(false);
    await expect(viewClip(ctx, shelf, cut?.pageUrl?.split('/').at(-1) ?? '', '')).rejects.toMatchObject({
      problem: { code: 'RECORDING_NOT_FOUND' },
    });
    // A job that comes again keeps nothing anew.
    await keepRecording(ctx, shelf, episodeId);
    expect(await forgetRecordings(ctx, shelf, before())).toBe(0);
  });
});

describe('a recording in S3', () => {
  let s3: S3Server;
  beforeAll(async () => {
    s3 = await startS3();
  });
  afterAll(() => s3?.stop());

  it('is moved there whole, played, cut and deleted there', async () => {
    const log = { warn: () => {}, error: () => {} };
    const settings = readConfig(s3.env).media.s3;
    if (!settings) throw new Error('no S3 is set');
    const store = s3Store(settings);
    const dir = await mkdtemp(join(tmpdir(), 'gangbo-s3-local-'));
    const shelf = new RecordingShelf({ dir, store, log, spareBytes: 0 });
    const episodeId = randomUUID();
    const { recorder } = shelf.begin(episodeId, { nowMs: Date.now(), epochMs: () => 0, now: () => performance.now() });
    const program = new SlateProgram(recorder);
    program.play(6_000);
    program.end();
    recorder.end();
    await shelf.finished(episodeId);
    const local = await shelf.recording(episodeId);

    expect(await shelf.shelve(episodeId)).toBe('s3');
    await expect(access(join(dir, recordingKey(episodeId)))).rejects.toThrow();
    expect(await shelf.recording(episodeId)).toEqual(local);
    const [run] = local?.runs ?? [];
    const [, second] = run?.segments ?? [];
    if (!run || !second) throw new Error('too little was recorded');
    const bytes = await shelf.stretch(episodeId, run.name, second);
    expect([bytes.length, bytes.toString('latin1', 4, 8)]).toEqual([second.bytes, 'moof']);
    const key = `cuts/${episodeId}/a.mp4`;
    const made = await shelf.cut({
      episodeId,
      fromMs: 0,
      toMs: 6_000,
      key,
      progress: async () => {},
      signal: new AbortController().signal,
    });
    expect((await shelf.file(key))?.size).toBe(made.bytes);
    expect(await shelf.shelve(episodeId)).toBe('s3');

    await shelf.forget(episodeId);
    expect(await shelf.recording(episodeId)).toBeUndefined();
    expect(await shelf.file(key)).toBeUndefined();
    await rm(dir, { recursive: true });
  });
});
