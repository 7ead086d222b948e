import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HeardLine, Recogniser } from '#server/media/captions/recogniser.ts';
import type { HostPage } from '#tests/fixtures/live-page/host.ts';
import type { LevelsPage } from '#tests/fixtures/live-page/levels.ts';
import { mergeDelta, type ReadPlaylist, readPlaylist } from '#tests/support/hls-playlist.ts';
import { faultsBetween, faultsOf } from '#tests/support/hls-rules.ts';
import { openStage, type Stage, until } from './live-stage.ts';

declare const host: HostPage;
declare const levels: LevelsPage;

const run = promisify(execFile);
/** Longer than the window from which a delta update may skip, so that it does. */
const FOLLOW_MS = 24_000;

interface Followed {
  readonly faults: string[];
  readonly reloads: number;
  /** Delta updates that skipped something and were held against the full playlist. */
  readonly deltas: number;
  readonly last: ReadPlaylist;
  /** Each part that was listed or hinted while it was followed, in order. */
  readonly parts: { uri: string; duration: number; map: string; bytes: Buffer; cacheControl: string | null }[];
}

/** A recogniser that understands nothing: it says after each second how much it has heard. */
const countingEar: Recogniser = {
  open({ say }) {
    let frames = 0;
    return {
      hear(sound) {
        for (const { time, data } of sound) {
          frames += 1;
          if (frames % 47 === 0) say({ mediaTimeMs: time / 48, text: `${frames} 帧，${data.length > 0 ? '有声' : '无声'}` });
        }
      },
      end: () => {},
    };
  },
};

describe('the program’s playlists, followed as a player does', () => {
  const heard: HeardLine[] = [];
  const episodeId = randomUUID();
  let stage: Stage;
  let studio: Page;
  let base = '';
  let video: Followed;
  let small: Followed;
  let sound: Followed;

  beforeAll(async () => {
    stage = await openStage({ recogniser: countingEar, smallPicture: true });
    stage.media.hear((_, line) => void heard.push(line));
    stage.media.open(episodeId);
    studio = await stage.open('host');
    await studio.evaluate((id) => host.start(id, 'test'), episodeId);
    await until('on air', () => stage.media.find(episodeId)?.status.isOnAir);
    base = `${stage.origin}/live-media/${episodeId}`;
    const follows = ['video.m3u8', 'small.m3u8', 'audio.m3u8'].map((name) => follow(base, name, FOLLOW_MS));
    [video, small, sound] = (await Promise.all(follows)) as [Followed, Followed, Followed];
  });
  afterAll(async () => stage?.close());

  it.each(['picture', 'picture of 360 lines', 'sound alone'])('hold to the standard all the time: %s', (which) => {
    const { faults, reloads, deltas } = which === 'picture' ? video : which === 'sound alone' ? sound : small;
    expect(faults).toEqual([]);
    // One reload a part, and from the moment that there is something to skip, it is skipped.
    expect(reloads).toBeGreaterThan(FOLLOW_MS / 280);
    expect(deltas).toBeGreaterThan(5);
  });

  it('let a cache stand before them: parts for good, blocked answers for a moment, and nothing missing kept', async () => {
    expect(new Set([...video.parts, ...small.parts, ...sound.parts].map(({ cacheControl }) => cacheControl))).toEqual(
      new Set(['public, max-age=86400, immutable']),
    );
    const newest = readPlaylist(await (await fetch(`${base}/video.m3u8`)).text());
    const blocked = await fetch(`${base}/video.m3u8?_HLS_msn=${newest.segments.at(-1)?.number}&_HLS_part=0`);
    expect(blocked.headers.get('cache-control')).toBe('public, max-age=6');
    const plain = await fetch(`${base}/video.m3u8`);
    expect(plain.headers.get('cache-control')).toBe('no-cache');
    const [folder] = (newest.hint ?? '').split('/');
    const missing = await fetch(`${base}/${folder}/s1.m4s`);
    expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, 'no-store']);
    for (const answer of [blocked, plain, missing]) expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('report where the other renditions are', () => {
    const all = { 'video.m3u8': video, 'small.m3u8': small, 'audio.m3u8': sound };
    for (const [uri, one] of Object.entries(all)) {
      expect(one.last.reports.map((report) => report.uri)).toEqual(Object.keys(all).filter((other) => other !== uri));
      for (const report of one.last.reports) {
        const other = all[report.uri as keyof typeof all];
        expect(Math.abs(report.segment - (other.last.segments.at(-1)?.number ?? 0))).toBeLessThanOrEqual(1);
      }
    }
  });

  it('have the small picture under the same numbers, at the same moments, and say what it is', async () => {
    const mine = small.last.segments.slice(0, -2);
    expect(mine.length).toBeGreaterThan(3);
    for (const segment of mine) {
      const same = video.last.segments.find(({ number }) => number === segment.number);
      if (same?.duration !== undefined) expect(segment).toMatchObject({ dateMs: same.dateMs, duration: same.duration });
    }
    const multivariant = await textOf(`${base}/program.m3u8`);
    const [, bandwidth] =
      /BANDWIDTH=(\d+),CODECS="avc1\.42C0[0-9A-F]{2},mp4a\.40\.2",RESOLUTION=640x360,SUBTITLES="captions"\nsmall\.m3u8/.exec(
        multivariant,
      ) ?? [];
    expect(Number(bandwidth)).toBeGreaterThan(100_000);
    expect(Number(bandwidth)).toBeLessThan(900_000);
  });

  it('let a player go from one picture to the other and back while it plays', async () => {
    const phone = await stage.open('levels');
    await phone.evaluate((url) => levels.open(url), `${base}/program.m3u8`);
    const lines = () => phone.evaluate(() => levels.video.videoHeight);
    const plays = async () => {
      const before = await phone.evaluate(() => levels.video.currentTime);
      await until('it plays on', () => phone.evaluate((from) => levels.video.currentTime > from + 1, before));
    };
    await until('the picture', async () => (await lines()) === 720);
    for (const wanted of [360, 720]) {
      await phone.evaluate((height) => levels.choose(height), wanted);
      await until(`${wanted} lines`, async () => (await lines()) === wanted);
      await plays();
    }
    expect(await phone.evaluate(() => levels.failures)).toEqual([]);
    await phone.context().close();
  });

  it('name parts that ffprobe decodes, each with its map, as long as they say', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gangbo-parts-'));
    for (const [{ parts }, codecs] of [
      [video, ['h264', 'aac']],
      [small, ['h264', 'aac']],
      [sound, ['aac']],
    ] as const) {
      const maps = new Map<string, Buffer>();
      for (const { map } of parts) if (!maps.has(map)) maps.set(map, await bytesOf(`${base}/${map}`));
      // All of them in one: what each adds is counted by its packets.
      const whole = Buffer.concat([...maps.values(), ...parts.map(({ bytes }) => bytes)]);
      const probed = await probe(join(folder, `${codecs.length}.mp4`), whole);
      expect(probed.streams.map((stream) => stream.codec_name)).toEqual(codecs);
      const kind = codecs[0] === 'h264' ? 'video' : 'audio';
      const times = probed.packets.filter((packet) => packet.codec_type === kind);
      expect(Number(probed.streams[0]?.nb_read_frames)).toBe(times.length);
      const length = Number(times.at(-1)?.dts_time) + Number(times.at(-1)?.duration_time) - Number(times[0]?.dts_time);
      const declared = parts.reduce((sum, part) => sum + part.duration, 0);
      // How long the very last frame stands is told by what follows, and nothing does: a frame's length may be missing.
      expect(Math.abs(length - declared)).toBeLessThan(0.1);
      // And by itself, as a player that joins there gets it, one of each two seconds: a picture in any part, and what is heard in every one.
      for (const part of parts.filter((_, at) => at % 10 === 0)) {
        const alone = await probe(join(folder, 'part.mp4'), Buffer.concat([maps.get(part.map) ?? Buffer.alloc(0), part.bytes]));
        expect(new Set(alone.packets.map((packet) => packet.codec_type)).size).toBe(codecs.length);
      }
    }
    await rm(folder, { recursive: true });
  });

  it('carry captions that stand where the picture is when they are said', async () => {
    const program = stage.media.require(episodeId);
    const mediaTimeMs = program.status.mediaTimeMs ?? Number.NaN;
    stage.media.caption(episodeId, { id: 'a', mediaTimeMs, durationMs: 3_000, text: '还差 2 人' });
    const saidMs = (program.status.epochMs ?? Number.NaN) + mediaTimeMs;
    const multivariant = await textOf(`${base}/program.m3u8`);
    expect(multivariant.match(/SUBTITLES="captions"/g)).toHaveLength(3);
    const uri = /TYPE=SUBTITLES.*URI="([^"]+)"/.exec(multivariant)?.[1];
    const segment = await until('its segment', async () => {
      const { segments } = readPlaylist(await textOf(`${base}/${uri}`));
      return segments.find((one) => (one.dateMs ?? 0) + (one.duration ?? 0) * 1000 > saidMs);
    });
    expect(segment.dateMs).toBeLessThanOrEqual(saidMs + 50);
    const text = await textOf(`${base}/${segment.uri}`);
    expect(text).toContain('X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n');
    expect(text).toContain('还差 2 人');
    // The picture's own playlist has the same segment at the same moment.
    const picture = readPlaylist(await textOf(`${base}/video.m3u8`)).segments.find(({ number }) => number === segment.number);
    expect(picture).toMatchObject({ dateMs: segment.dateMs, duration: segment.duration });
  });

  it('have a seam for a recogniser, which gets the sound on the program’s clock', () => {
    expect(heard.length).toBeGreaterThan(FOLLOW_MS / 1000 - 5);
    expect(heard[0]?.text).toBe('47 帧，有声');
    heard.slice(1).forEach((line, index) => {
      expect(line.mediaTimeMs - (heard[index]?.mediaTimeMs ?? 0)).toBeCloseTo((47 * 1024) / 48, 0);
    });
  });

  it('say so when the source changes, and hold to the standard over it', async () => {
    const following = Promise.all(['video.m3u8', 'small.m3u8', 'audio.m3u8'].map((name) => follow(base, name, 7_000)));
    await studio.evaluate(() => host.stop());
    await until('the host is gone', () => stage.media.find(episodeId)?.status.isOnAir === false);
    for (const { faults, last } of await following) {
      expect(faults).toEqual([]);
      const changes = last.segments.filter((segment) => segment.startsDiscontinuity);
      expect(changes).toHaveLength(1);
      expect(new Set(last.segments.map((segment) => segment.map)).size).toBe(2);
    }
  });
});

/** A player of its own: blocking reloads of each part, delta updates, and every part fetched by its hint. */
async function follow(base: string, name: string, forMs: number): Promise<Followed> {
  const faults: string[] = [];
  const parts: Followed['parts'] = [];
  const seen = new Set<string>();
  let deltas = 0;
  let reloads = 0;
  let playlist = readPlaylist(await textOf(`${base}/${name}`));
  faults.push(...faultsOf(playlist));
  // From the newest segment on: what is older was listed before we came.
  for (const segment of playlist.segments.slice(0, -1)) for (const part of segment.parts) seen.add(part.uri);
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    const hinted = playlist.hint;
    const early = hinted === undefined || seen.has(hinted) ? undefined : fetchPart(`${base}/${hinted}`);
    const next = nextOf(playlist);
    const query = `_HLS_msn=${next.segment}&_HLS_part=${next.part}`;
    const [full, delta] = await Promise.all([textOf(`${base}/${name}?${query}`), textOf(`${base}/${name}?${query}&_HLS_skip=YES`)]);
    reloads += 1;
    const after = readPlaylist(full);
    const update = readPlaylist(delta);
    const merged = mergeDelta(playlist, update);
    // Both are asked for at once and may, rarely, be written on either side of a part.
    if (update.hint === after.hint) {
      if (update.skipped > 0) deltas += 1;
      // Of what is skipped, the playlist before may have listed parts that are too old by now.
      const bare = (one: ReadPlaylist) =>
        one.segments.map((segment, index) => (index < update.skipped ? { ...segment, parts: [] } : segment));
      expect(bare(merged)).toEqual(bare(after));
    }
    faults.push(...faultsOf(after), ...faultsBetween(playlist, after));
    if (
      !after.segments.some((segment) => segment.number === next.segment && segment.parts.length > next.part) &&
      !after.segments.some(({ number }) => number > next.segment)
    )
      faults.push(`asked for part ${next.part} of segment ${next.segment}, and got a playlist without`);
    playlist = after;
    const hintedPart = await early;
    for (const segment of playlist.segments) {
      for (const part of segment.parts) {
        if (seen.has(part.uri)) continue;
        seen.add(part.uri);
        const fetched = part.uri === hinted && hintedPart ? hintedPart : await fetchPart(`${base}/${part.uri}`);
        if (fetched.status !== 200) faults.push(`${part.uri} is listed, and answers ${fetched.status}`);
        parts.push({ ...part, map: segment.map ?? '', bytes: fetched.bytes, cacheControl: fetched.cacheControl });
      }
    }
    if (hintedPart && hintedPart.status !== 200 && hinted && seen.has(hinted))
      faults.push(`${hinted} was hinted, and answers ${hintedPart.status}`);
  }
  return { faults, reloads, deltas, last: playlist, parts };
}

/** The part that is not there yet. */
function nextOf(playlist: ReadPlaylist): { segment: number; part: number } {
  const last = playlist.segments.at(-1);
  if (!last) return { segment: playlist.mediaSequence, part: 0 };
  return last.duration === undefined ? { segment: last.number, part: last.parts.length } : { segment: last.number + 1, part: 0 };
}

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.text();
}

const bytesOf = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer());

async function fetchPart(url: string): Promise<{ status: number; bytes: Buffer; cacheControl: string | null }> {
  const answer = await fetch(url);
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), cacheControl: answer.headers.get('cache-control') };
}

interface Probed {
  /** Frames that could be decoded. */
  streams: { codec_name: string; codec_type: string; nb_read_frames: string }[];
  packets: { codec_type: string; dts_time: string; duration_time: string }[];
}

async function probe(file: string, bytes: Buffer): Promise<Probed> {
  await writeFile(file, bytes);
  const { stdout, stderr } = await run('ffprobe', ['-v', 'error', '-show_streams', '-show_packets', '-count_frames', '-of', 'json', file], {
    maxBuffer: 2 ** 26,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}
