import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HostPage } from '#tests/fixtures/live-page/host.ts';
import type { ViewerPage } from '#tests/fixtures/live-page/viewer.ts';
import { openStage, type Stage, until } from './live-stage.ts';

declare const host: HostPage;
declare const viewer: ViewerPage;

const path = (page: Page) => page.evaluate(() => viewer.paths.at(-1)?.path);
const plays = (page: Page, wanted: 'webrtc' | 'hls', withinMs?: number) =>
  until(
    `pictures over ${wanted}`,
    async () => {
      const before = await page.evaluate(() => viewer.frames);
      await page.waitForTimeout(150);
      return (await path(page)) === wanted && (await page.evaluate(() => viewer.frames)) > before;
    },
    withinMs,
  );

describe('a show that meets trouble', () => {
  let stage: Stage;
  const newShow = async (source: 'camera' | 'test' = 'test') => {
    const episodeId = randomUUID();
    stage.media.open(episodeId);
    const studio = await stage.open('host');
    await studio.evaluate(([id, from]) => host.start(id, from), [episodeId, source] as const);
    await until('on air', () => stage.media.find(episodeId)?.status.isOnAir);
    const watch = async (first: 'webrtc' | 'hls') => {
      const page = await stage.open('viewer');
      await page.evaluate(([id, way]) => viewer.start(id, way), [episodeId, first] as const);
      await plays(page, first);
      return page;
    };
    return { episodeId, studio, watch, program: stage.media.require(episodeId) };
  };

  beforeAll(async () => {
    stage = await openStage({ maxViewers: 2 });
  });
  afterEach(() => stage.clear());
  afterAll(async () => stage?.close());

  // Where seconds are promised, a machine that is busy with something else gets another chance.
  const timed = { retry: 2, timeout: 90_000 };

  it('loses its host: slate on every path within 1.5 s, and the host resumes into the same episode', timed, async () => {
    const { episodeId, studio, watch, program } = await newShow();
    const phone = await watch('webrtc');
    const far = await watch('hls');
    const mapsBefore = (await mapsOf(stage.origin, episodeId)).length;
    stage.hostEvents.length = 0;

    const goneMs = await crash(studio);
    const sinceGone = () => performance.now() - goneMs;
    const [phoneMs, slateMs] = await Promise.all([
      until('the phone has no picture', async () => (await path(phone)) === 'none').then(sinceGone),
      until('the slate in HLS', async () => (await mapsOf(stage.origin, episodeId)).length > mapsBefore).then(sinceGone),
      until('the server knows', () => stage.hostEvents.some(({ what }) => what === 'hostLost')),
    ]);
    const knownMs = (stage.hostEvents.find(({ what }) => what === 'hostLost')?.atMs ?? 0) - goneMs;
    expect(Math.max(phoneMs, slateMs, knownMs)).toBeLessThan(1_500);
    // HLS goes on playing: the slate is a picture like any other.
    await plays(far, 'hls');
    expect(program.status.isOnAir).toBe(false);

    const again = await stage.open('host');
    await again.evaluate((id) => host.start(id, 'test'), episodeId);
    await until('back', () => program.status.isOnAir);
    await plays(phone, 'webrtc');
    await plays(far, 'hls');
    const playlist = await (await fetch(`${stage.origin}/live-media/${episodeId}/video.m3u8`)).text();
    expect(playlist.match(/#EXT-X-DISCONTINUITY\n/g)?.length).toBeGreaterThanOrEqual(1);
  });

  it('survives the death of its media worker within 3 s', timed, async () => {
    const { watch, studio } = await newShow();
    const phone = await watch('webrtc');
    const [pid] = stage.media.workerPids;
    expect(pid).toBeGreaterThan(0);
    process.kill(pid ?? 0, 'SIGKILL');
    const killedMs = performance.now();
    await until('another worker', () => stage.media.workerPids[0] !== undefined && stage.media.workerPids[0] !== pid);
    await until('no picture', async () => (await path(phone)) === 'none');
    await plays(phone, 'webrtc');
    expect(performance.now() - killedMs).toBeLessThan(3_000);
    expect(await studio.evaluate(() => host.states)).toEqual(['connecting', 'on-air', 'reconnecting', 'on-air']);
  });

  it('goes on when the camera is pulled out: a stand-by picture, and the show stays on air', timed, async () => {
    const { watch, studio, program } = await newShow('camera');
    const phone = await watch('webrtc');
    stage.hostEvents.length = 0;
    // Asked for less before that, its device is not shut down and opened anew, though it has that very size by itself.
    const eased = await studio.evaluate(() => host.easeCamera({ width: 640, height: 480 }));
    expect(eased).toEqual({ shown: '640×480', device: '1280×720' });
    await plays(phone, 'webrtc');
    const since = await phone.evaluate(() => ({ frames: viewer.frames, steps: viewer.paths.length }));
    await studio.evaluate(() => host.unplug());
    await until('a hundred more pictures', () => phone.evaluate((from) => viewer.frames > from + 100, since.frames));
    // Not for the 1.2 s after which a phone takes its picture for lost.
    expect(await phone.evaluate((from) => viewer.paths.slice(from), since.steps)).toEqual([]);
    expect(program.status.isOnAir).toBe(true);
    expect(stage.hostEvents.map(({ what }) => what)).not.toContain('hostLost');
  });

  it('keeps drawing while the studio’s page stands still', async () => {
    const { watch, studio } = await newShow();
    const phone = await watch('webrtc');
    // Harsher than hidden: an open dialogue stops the page's scripts, timers and frames altogether.
    const asked = studio.waitForEvent('dialog');
    const answered = studio.evaluate(() => alert('?'));
    const dialog = await asked;
    const since = await phone.evaluate(() => viewer.frames);
    await until('a hundred more pictures', () => phone.evaluate((from) => viewer.frames > from + 100, since));
    expect(await phone.evaluate(() => viewer.paths.map(({ path }) => path))).toEqual(['webrtc']);
    await dialog.accept();
    await answered;
    await plays(phone, 'webrtc');
  });

  it('has no room for more WebRTC viewers: the next one watches by HLS, until there is', { timeout: 90_000 }, async () => {
    const { episodeId, watch } = await newShow();
    await watch('webrtc');
    const second = await watch('webrtc');
    const third = await stage.open('viewer');
    await third.evaluate((id) => viewer.start(id, 'webrtc', 1_000), episodeId);
    await plays(third, 'hls', 45_000);
    await second.evaluate(() => viewer.stop());
    await plays(third, 'webrtc', 45_000);
    // No black moment between the two, and no page's reload.
    const steps = await third.evaluate(() => viewer.paths.map((step) => step.path));
    expect(steps).toEqual(['hls', 'webrtc']);
    const seen = await third.evaluate(() => viewer.takeSeen());
    expect(seen).toMatchObject({ path: 'webrtc', startUpMs: expect.any(Number), watchedMs: expect.any(Number) });
  });

  it(
    'runs dry on a bad line time and again: a phone goes on as soon as there is enough, and does not want more each time',
    timed,
    async () => {
      const { watch } = await newShow();
      const phone = await watch('hls');
      let heldUntilMs = 0;
      await phone.route('**/live-media/**', async (route) => {
        while (performance.now() < heldUntilMs) await phone.waitForTimeout(heldUntilMs - performance.now());
        await route.continue();
      });
      const latency = () => phone.evaluate(() => viewer.latency ?? Number.NaN);
      // The first seconds are a beginning, and no stall.
      await until('it has settled', () => phone.evaluate(() => viewer.video.currentTime > 6 && viewer.latency !== undefined));
      for (let time = 0; time < 5; time += 1) {
        const before = await latency();
        heldUntilMs = performance.now() + 1_500;
        await phone.waitForTimeout(1_500);
        await plays(phone, 'hls');
        // What was held. Left to itself, Chromium would stand for 1.6 s more at the fourth time.
        expect((await latency()) - before).toBeLessThan(1.3);
        await until('it has caught up', async () => (await latency()) < 1.6);
      }
    },
  );

  it('tells a publisher without H.264 what is wrong', async () => {
    const episodeId = randomUUID();
    stage.media.open(episodeId);
    const base = `${stage.origin}/api/live/${episodeId}`;
    const post = async (where: string, body: unknown) => {
      const answer = await fetch(base + where, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const { body: offer } = await post('/publishers', {});
    const vp8 = {
      kind: 'video',
      rtpParameters: {
        mid: '0',
        codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, parameters: {}, rtcpFeedback: [] }],
        headerExtensions: [],
        encodings: [{ ssrc: 1 }],
        rtcp: { cname: 'x' },
      },
    };
    const refused = await post(`/publishers/${offer.publisherId}/produce`, vp8);
    expect(refused).toMatchObject({ status: 422, body: { code: 'LIVE_NEEDS_H264' } });
    expect(refused.body.message).toContain('H.264');

    const codec = { mimeType: 'video/H264', payloadType: 96, clockRate: 90_000, parameters: { 'packetization-mode': 7 }, rtcpFeedback: [] };
    const garbage = await post(`/publishers/${offer.publisherId}/produce`, {
      kind: 'video',
      rtpParameters: { ...vp8.rtpParameters, codecs: [codec], encodings: [{ ssrc: 'none' }] },
    });
    expect(garbage.status).toBe(422);
    expect(['LIVE_BAD_SIGNALLING', 'LIVE_NEEDS_H264']).toContain(garbage.body.code);
    const nobody = await post(`/publishers/${randomUUID()}/on-air`, {});
    expect(nobody).toMatchObject({ status: 410, body: { code: 'LIVE_SESSION_GONE' } });
  });
});

/** As a laptop that dies: the page is gone in the middle of a word, without a goodbye. */
/** @returns when the page gave its last sign of life, on performance.now(): a browser takes some tenths of a second over a crash */
async function crash(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  let aliveMs = performance.now();
  page.on('console', () => {
    aliveMs = performance.now();
  });
  await page.evaluate(() => void setInterval(() => console.debug('alive'), 10));
  // Never answered: whoever would answer is gone.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  return aliveMs;
}

async function mapsOf(origin: string, episodeId: string): Promise<string[]> {
  const playlist = await (await fetch(`${origin}/live-media/${episodeId}/video.m3u8`)).text();
  return playlist.match(/#EXT-X-MAP:.*/g) ?? [];
}
