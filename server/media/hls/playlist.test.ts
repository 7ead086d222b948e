import { describe, expect, it } from 'vitest';
import type { ProgramMap, ProgramPart } from '../packager/program-sink.ts';
import { HlsOrigin } from './hls-origin.ts';
import { numberingFrom } from './numbering.ts';
import { PART_TARGET_S, type PlaylistSegment, renderMediaPlaylist, renderMultivariantPlaylist } from './playlist.ts';

const part = (durationMs: number, isIndependent = false) => ({ durationMs, isIndependent });
const full = (number: number, more: Partial<PlaylistSegment> = {}): PlaylistSegment => ({
  number,
  mapId: 0,
  startsDiscontinuity: false,
  dateMs: Date.UTC(2026, 0, 1) + number * 2000,
  parts: [part(200, true), ...Array.from({ length: 9 }, () => part(200))],
  isComplete: true,
  ...more,
});
const state = (segments: PlaylistSegment[], more = {}) => ({
  segments,
  firstSegment: 0,
  discontinuitySequence: 0,
  hasEnded: false,
  folder: 'r1',
  partTargetS: PART_TARGET_S,
  reports: [],
  ...more,
});
const lines = (text: string, tag: string): string[] => text.split('\n').filter((line) => line.startsWith(tag));

describe('the media playlist', () => {
  it('reads like this', () => {
    const open = full(1, { parts: [part(200, true), part(233.33333)], isComplete: false });
    const segment = full(0, { parts: [part(200, true), part(200)] });
    expect(renderMediaPlaylist(state([segment, open]), { skip: false })).toBe(`#EXTM3U
#EXT-X-VERSION:9
#EXT-X-TARGETDURATION:3
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.72,CAN-SKIP-UNTIL=18
#EXT-X-PART-INF:PART-TARGET=0.24
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-DISCONTINUITY-SEQUENCE:0
#EXT-X-MAP:URI="r1/init0.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z
#EXT-X-PART:DURATION=0.20000,URI="r1/s0.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.20000,URI="r1/s0.1.m4s"
#EXTINF:0.40000,
r1/s0.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:02.000Z
#EXT-X-PART:DURATION=0.20000,URI="r1/s1.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.23333,URI="r1/s1.1.m4s"
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="r1/s1.2.m4s"
`);
  });

  it('hints at the next segment’s first part when the last is complete', () => {
    const text = renderMediaPlaylist(state([full(0)]), { skip: false });
    expect(lines(text, '#EXT-X-PRELOAD-HINT')).toEqual(['#EXT-X-PRELOAD-HINT:TYPE=PART,URI="r1/s1.0.m4s"']);
  });

  it('lists parts only near the end', () => {
    const text = renderMediaPlaylist(state(Array.from({ length: 10 }, (_, i) => full(i))), { skip: false });
    expect(text).toContain('r1/s9.0.m4s');
    expect(text).not.toContain('r1/s4.0.m4s');
    expect(text).toContain('r1/s4.m4s');
  });

  it('skips in a delta update what is older than CAN-SKIP-UNTIL', () => {
    const segments = Array.from({ length: 15 }, (_, i) => full(i));
    const text = renderMediaPlaylist(state(segments), { skip: true });
    expect(lines(text, '#EXT-X-SKIP')).toEqual(['#EXT-X-SKIP:SKIPPED-SEGMENTS=6']);
    expect(lines(text, '#EXTINF')).toHaveLength(9);
    expect(lines(renderMediaPlaylist(state(segments.slice(0, 5)), { skip: true }), '#EXT-X-SKIP')).toEqual([]);
  });

  it('names a new map behind a discontinuity', () => {
    const text = renderMediaPlaylist(state([full(0), full(1, { startsDiscontinuity: true, mapId: 1 })]), { skip: false });
    expect(text.indexOf('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="r1/init1.mp4"')).toBeGreaterThan(0);
  });

  it('ends', () => {
    const text = renderMediaPlaylist(state([full(0)], { hasEnded: true }), { skip: false });
    expect(text).toContain('#EXT-X-ENDLIST');
    expect(text).not.toContain('PRELOAD-HINT');
  });
});

describe('the multivariant playlist', () => {
  it('takes codecs and size from the stream', () => {
    const text = renderMultivariantPlaylist(
      [
        { uri: 'video.m3u8', codecs: 'avc1.42C01F,mp4a.40.2', size: { width: 1280, height: 720 }, bandwidth: 2e6 },
        { uri: 'audio.m3u8', codecs: 'mp4a.40.2', bandwidth: 1e5 },
      ],
      { captions: 'captions.m3u8' },
    );
    expect(text).toContain(
      '#EXT-X-STREAM-INF:BANDWIDTH=2000000,CODECS="avc1.42C01F,mp4a.40.2",RESOLUTION=1280x720,SUBTITLES="captions"\nvideo.m3u8',
    );
    expect(text).toContain('#EXT-X-STREAM-INF:BANDWIDTH=100000,CODECS="mp4a.40.2",SUBTITLES="captions"\naudio.m3u8');
  });
});

const map: ProgramMap = {
  id: 0,
  bytes: Buffer.from('map'),
  codecs: 'avc1.42C01F,mp4a.40.2',
  width: 1280,
  height: 720,
  sound: { specificConfig: Buffer.alloc(2), channels: 2 },
};
const programPart = (segment: number, index: number, isLast = false, startsDiscontinuity = false): ProgramPart => ({
  map,
  segment,
  index,
  isLast,
  isIndependent: index === 0,
  startsDiscontinuity,
  timeMs: segment * 400 + index * 200,
  durationMs: 200,
  bytes: Buffer.from(`${segment}.${index} `),
  sound: [],
});
const newOrigin = () =>
  new HlsOrigin({ firstSegment: 0, firstDiscontinuity: 0, folder: 'r1', epochMs: () => 0, partTargetS: PART_TARGET_S });
const settled = async <T>(promise: Promise<T>): Promise<T | 'waiting'> =>
  Promise.race([promise, new Promise<'waiting'>((resolve) => setTimeout(resolve, 5, 'waiting'))]);

describe('the origin', () => {
  it('holds the first playlist until one segment is complete', async () => {
    const origin = newOrigin();
    origin.part(programPart(0, 0));
    const answer = origin.playlist(undefined, false);
    expect(await settled(answer)).toBe('waiting');
    origin.part(programPart(0, 1, true));
    expect(await answer).toMatchObject({ ok: true });
  });

  it('answers a blocking reload as soon as the part is there', async () => {
    const origin = newOrigin();
    origin.part(programPart(0, 0, true));
    const answer = origin.playlist({ segment: 1, part: 0 }, false);
    expect(await settled(answer)).toBe('waiting');
    origin.part(programPart(1, 0));
    expect(await answer).toMatchObject({ ok: true, body: expect.stringContaining('r1/s1.0.m4s') });
  });

  it('waits for the next segment’s part 0 when asked for a part past a segment’s end', async () => {
    const origin = newOrigin();
    origin.part(programPart(0, 0));
    origin.part(programPart(0, 1, true));
    const answer = origin.playlist({ segment: 0, part: 2 }, false);
    expect(await settled(answer)).toBe('waiting');
    origin.part(programPart(1, 0));
    expect(await answer).toMatchObject({ ok: true });
  });

  it('refuses to wait for what is more than two segments away', async () => {
    const origin = newOrigin();
    origin.part(programPart(0, 0, true));
    expect(await origin.playlist({ segment: 3, part: 0 }, false)).toEqual({ ok: false, why: 'too-far' });
  });

  it('waits with the hinted part, and has nothing beyond', async () => {
    const origin = newOrigin();
    origin.part(programPart(0, 0, true));
    const hinted = origin.partBytes(1, 0);
    expect(await settled(hinted)).toBe('waiting');
    expect(await origin.partBytes(1, 1)).toEqual({ ok: false, why: 'missing' });
    origin.part(programPart(1, 0));
    expect(await hinted).toMatchObject({ ok: true, body: Buffer.from('1.0 ') });
  });

  it('answers everybody who waits for one part from one buffer, and for one playlist with one text', async () => {
    const origin = newOrigin();
    origin.part(programPart(0, 0, true));
    const parts = [1, 2, 3].map(() => origin.partBytes(1, 0));
    const reloads = [1, 2, 3].map(() => origin.playlist({ segment: 1, part: 0 }, true));
    const part = programPart(1, 0, true);
    origin.part(part);
    for (const answer of await Promise.all(parts)) expect(answer.ok && answer.body === part.bytes).toBe(true);
    expect(new Set((await Promise.all(reloads)).map((answer) => answer.ok && answer.body)).size).toBe(1);
    expect(origin.segment(1)).toBe(origin.segment(1));
  });

  it('puts a segment together from its parts', () => {
    const origin = newOrigin();
    origin.part(programPart(0, 0));
    expect(origin.segment(0)).toBeUndefined();
    origin.part(programPart(0, 1, true));
    expect(origin.segment(0)?.toString()).toBe('0.0 0.1 ');
  });

  it('counts the discontinuities that left the window', async () => {
    const origin = newOrigin();
    for (let i = 0; i < 20; i += 1) origin.part(programPart(i, 0, true, i === 3 || i === 10));
    const answer = await origin.playlist(undefined, false);
    const text = answer.ok ? answer.body : '';
    expect(lines(text, '#EXT-X-MEDIA-SEQUENCE')).toEqual(['#EXT-X-MEDIA-SEQUENCE:5']);
    expect(lines(text, '#EXT-X-DISCONTINUITY-SEQUENCE')).toEqual(['#EXT-X-DISCONTINUITY-SEQUENCE:1']);
    expect(text.split('\n').filter((line) => line === '#EXT-X-DISCONTINUITY')).toHaveLength(1);
  });

  it('lets every waiting request go when the show ends', async () => {
    const origin = newOrigin();
    origin.part(programPart(0, 0, true));
    const answer = origin.playlist({ segment: 1, part: 0 }, false);
    origin.end();
    expect(await answer).toMatchObject({ ok: true, body: expect.stringContaining('#EXT-X-ENDLIST') });
  });

  it('never numbers backwards in an episode, though the server is started again in the middle', async () => {
    const sequences = async (origin: HlsOrigin) => {
      const answer = await origin.playlist(undefined, false);
      const text = answer.ok ? answer.body : '';
      return lines(text, '#EXT-X-MEDIA-SEQUENCE')
        .concat(lines(text, '#EXT-X-DISCONTINUITY-SEQUENCE'))
        .map((line) => Number(line.split(':')[1]));
    };
    const startedMs = Date.UTC(2026, 11, 1, 6, 30);
    const begin = (atMs: number) => {
      const first = numberingFrom({ now: () => atMs, startedMs });
      return { ...first, origin: new HlsOrigin({ ...first, folder: 'r', epochMs: () => 0, partTargetS: PART_TARGET_S }) };
    };
    const before = begin(startedMs);
    // Half an hour of segments as short as they ever are, and with a host who comes and goes all the time.
    const used = 30 * 60 * (1000 / 1800);
    for (let i = 0; i < used; i += 1) before.origin.part(programPart(before.firstSegment + i, 0, true, i % 3 === 1));
    const [lastFirst = 0, lastDiscontinuity = 0] = await sequences(before.origin);
    const after = begin(startedMs + 30 * 60_000);
    const hinted = after.origin.partBytes(after.firstSegment, 0);
    after.origin.part(programPart(after.firstSegment, 0, true));
    expect(await hinted).toMatchObject({ ok: true });
    const [first = 0, discontinuity = 0] = await sequences(after.origin);
    // hls.js keeps an array by this number.
    expect(discontinuity).toBeLessThan(10_000);
    expect(first).toBeGreaterThan(lastFirst + 15);
    expect(discontinuity).toBeGreaterThan(lastDiscontinuity + 15);
  });

  it('declares no part longer than PART-TARGET', () => {
    expect(PART_TARGET_S * 1000).toBeGreaterThanOrEqual(programPart(0, 0).durationMs);
  });
});
