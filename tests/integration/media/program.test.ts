import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostPage } from '#tests/fixtures/live-page/host.ts';
import type { ViewerPage } from '#tests/fixtures/live-page/viewer.ts';
import { openStage, type Stage, until } from './live-stage.ts';

declare const host: HostPage;
declare const viewer: ViewerPage;

const run = promisify(execFile);

describe('the program, from a studio’s camera to everybody', () => {
  const episodeId = randomUUID();
  let stage: Stage;
  let studio: Page;

  beforeAll(async () => {
    stage = await openStage();
    stage.media.open(episodeId);
    studio = await stage.open('host');
    await studio.evaluate((id) => host.start(id, 'camera'), episodeId);
    await until('on air', () => stage.media.find(episodeId)?.status.isOnAir);
  });
  afterAll(async () => stage?.close());

  it('plays over WebRTC, and says which media time is on glass', async () => {
    const phone = await stage.open('viewer');
    await phone.evaluate((id) => viewer.start(id, 'webrtc'), episodeId);
    await until('pictures over WebRTC', () => phone.evaluate(() => viewer.paths.at(-1)?.path === 'webrtc' && viewer.frames > 30));
    await until('the clock', () => phone.evaluate(() => viewer.mediaTimeMs !== undefined));
    const shown = await phone.evaluate(() => viewer.mediaTimeMs ?? Number.NaN);
    const sent = stage.media.require(episodeId).status.mediaTimeMs ?? Number.NaN;
    expect(sent - shown).toBeGreaterThan(-400);
    expect(sent - shown).toBeLessThan(800);
    await phone.context().close();
  });

  it('plays over LL-HLS, is within 2 s of the live edge before 15 s have passed, and goes on', async () => {
    const phone = await stage.open('viewer');
    await phone.evaluate((id) => viewer.start(id, 'hls'), episodeId);
    await until('pictures over HLS', () => phone.evaluate(() => viewer.paths.at(-1)?.path === 'hls' && viewer.frames > 30));
    const before = await phone.evaluate(() => viewer.video.currentTime);
    await until('five more seconds', () => phone.evaluate((from) => viewer.video.currentTime > from + 5, before));
    // On a machine that also encodes, the first seconds may fall behind: who joins is brought to the edge.
    await until('the live edge', () => phone.evaluate(() => (viewer.latency ?? Number.POSITIVE_INFINITY) < 2), 10_000);
    const paths = await phone.evaluate(() => viewer.paths.map(({ path }) => path));
    expect(paths).toEqual(['hls']);
    const shown = await phone.evaluate(() => viewer.mediaTimeMs ?? Number.NaN);
    const sent = stage.media.require(episodeId).status.mediaTimeMs ?? Number.NaN;
    expect(sent - shown).toBeGreaterThan(0);
    expect(sent - shown).toBeLessThan(2500);
    await phone.context().close();
  });

  it.each(['webrtc', 'hls'] as const)('shows a step at the media time of the key, over %s', async (path) => {
    const phone = await stage.open('viewer');
    await phone.evaluate(([id, first]) => viewer.start(id, first), [episodeId, path] as const);
    await until('the clock', () => phone.evaluate(() => viewer.frames > 30 && viewer.mediaTimeMs !== undefined));
    const program = stage.media.require(episodeId);
    const off: number[] = [];
    for (const on of [true, false, true, false]) {
      const count = await phone.evaluate(() => viewer.covers.length);
      const pressedMs = program.status.mediaTimeMs ?? Number.NaN;
      await studio.evaluate((covered) => host.cover(covered), on);
      await until('the step on glass', () => phone.evaluate((seen) => viewer.covers.length > seen, count));
      off.push((await phone.evaluate(() => viewer.covers.at(-1) ?? Number.NaN)) - pressedMs);
    }
    // Media time against media time: what the machine is busy with does not count. The budget of the show's cards.
    const [, middle = Number.NaN] = off.toSorted((a, b) => a - b);
    expect(Math.abs(middle)).toBeLessThan(300);
    await phone.context().close();
  });

  it('goes on being heard when the phone is locked, and is seen and heard again afterwards', async () => {
    const phone = await stage.open('viewer');
    await phone.evaluate((id) => viewer.start(id, 'hls'), episodeId);
    await until('pictures', () => phone.evaluate(() => viewer.paths.at(-1)?.path === 'hls' && viewer.frames > 10));
    await phone.evaluate((id) => viewer.listen(id), episodeId);
    const hide = (hidden: boolean) =>
      phone.evaluate((is) => {
        // A headless browser hides no page: said to it as a browser says it.
        Object.defineProperty(document, 'hidden', { configurable: true, value: is });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    const sound = () =>
      phone.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /a\/s\d+\.\d+\.m4s$/.test(name)).length);
    await hide(true);
    await until('the sound alone', async () => (await sound()) > 10 && (await phone.evaluate(() => viewer.video.muted)));
    await hide(false);
    await until('the picture with its sound', () => phone.evaluate(() => !viewer.video.muted && !viewer.video.paused));
    // What was on its way still comes; then pictures go on, and the sound alone is asked for no more.
    await until('pictures without the sound alone', async () => {
      const [heard, frames] = [await sound(), await phone.evaluate(() => viewer.frames)];
      await until('more pictures', () => phone.evaluate((from) => viewer.frames > from + 20, frames));
      return (await sound()) === heard;
    });
    await phone.context().close();
  });

  it('is cut into segments that ffprobe reads: both tracks, continuous, as long as declared', async () => {
    const { map, segments: listed } = await readSegments(stage.origin, episodeId, 4);
    const folder = await mkdtemp(join(tmpdir(), 'gangbo-'));
    const probe = async (some: readonly { bytes: Buffer }[]): Promise<Probed> => {
      const file = join(folder, `${some.length}.mp4`);
      await writeFile(file, Buffer.concat([map, ...some.map(({ bytes }) => bytes)]));
      const { stdout } = await run('ffprobe', ['-v', 'error', '-show_streams', '-show_packets', '-of', 'json', file], {
        maxBuffer: 2 ** 26,
      });
      return JSON.parse(stdout);
    };
    const segments = listed.slice(0, 3);
    // How long a last frame stands is told by the one that follows: the first of a further segment.
    const [probed, beyond] = [await probe(segments), await probe(listed)];
    expect(probed.streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac']);
    expect(probed.streams[0]).toMatchObject({ width: 1280, height: 720 });

    const declared = segments.reduce((sum, { duration }) => sum + duration, 0);
    for (const [index, gap] of [
      [0, 0.25],
      [1, 0.03],
    ] as const) {
      const timesOf = ({ packets }: Probed) =>
        packets.filter((packet) => packet.stream_index === index).map((packet) => Number(packet.dts_time));
      const times = timesOf(probed);
      times.slice(1).forEach((time, position) => {
        const step = time - (times[position] ?? 0);
        expect(step).toBeGreaterThan(0);
        expect(step).toBeLessThan(gap);
      });
      const length = (timesOf(beyond)[times.length] ?? Number.NaN) - (times[0] ?? 0);
      expect(length).toBeCloseTo(declared, 1);
    }
  });

  it('declares no part longer than PART-TARGET and no segment longer than TARGETDURATION', async () => {
    const playlist = await (await fetch(`${stage.origin}/live-media/${episodeId}/video.m3u8`)).text();
    const parts = [...playlist.matchAll(/#EXT-X-PART:DURATION=([\d.]+)/g)].map(([, duration]) => Number(duration));
    const segments = [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map(([, duration]) => Number(duration));
    expect(parts.length).toBeGreaterThan(5);
    expect(segments.length).toBeGreaterThan(1);
    expect(Math.max(...segments)).toBeLessThan(3.5);
    // Also at the sender's start, which a busy machine stretches.
    expect(parts.filter((duration) => duration > 0.24)).toEqual([]);
  });
});

interface Probed {
  streams: { codec_name: string; width?: number; height?: number }[];
  packets: { stream_index: number; dts_time: string }[];
}

async function readSegments(origin: string, episodeId: string, count: number) {
  const base = `${origin}/live-media/${episodeId}/`;
  const playlist = await until('enough segments', async () => {
    const text = await (await fetch(`${base}video.m3u8`)).text();
    return (text.match(/#EXTINF/g)?.length ?? 0) >= count && text;
  });
  const get = async (uri: string) => Buffer.from(await (await fetch(base + uri)).arrayBuffer());
  const map = await get(/#EXT-X-MAP:URI="([^"]+)"/.exec(playlist)?.[1] ?? '');
  const listed = [...playlist.matchAll(/#EXTINF:([\d.]+),\n(.+)/g)].slice(-count);
  const segments = await Promise.all(
    listed.map(async ([, duration, uri]) => ({ duration: Number(duration), bytes: await get(uri ?? '') })),
  );
  return { map, segments };
}
