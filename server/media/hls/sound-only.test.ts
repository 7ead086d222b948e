import { describe, expect, it } from 'vitest';
import type { AudioSample } from '../fmp4/media-part.ts';
import type { ProgramPart } from '../packager/program-sink.ts';
import { HlsRenditions } from './hls-renditions.ts';
import { SOUND_PART_TARGET_S } from './playlist.ts';
import { SoundOnly } from './sound-only.ts';

const sound = { specificConfig: Buffer.from('1190', 'hex'), channels: 2 };
const map = { id: 0, bytes: Buffer.from('map'), codecs: 'avc1.42C01F,mp4a.40.2', width: 1280, height: 720, sound };
const frames = (from: number, count: number): AudioSample[] =>
  Array.from({ length: count }, (_, index) => ({ time: from + index * 1024, duration: 1024, data: Buffer.alloc(8) }));
const part = (more: Partial<ProgramPart>): ProgramPart => ({
  map,
  segment: 7,
  index: 0,
  isLast: false,
  isIndependent: true,
  startsDiscontinuity: false,
  timeMs: 1_000,
  durationMs: 200,
  bytes: Buffer.from('picture'),
  sound: frames(48_000, 10),
  ...more,
});

function heard(...parts: ProgramPart[]): ProgramPart[] {
  const out: ProgramPart[] = [];
  const only = new SoundOnly({ part: (one) => out.push(one), end: () => {} });
  for (const one of parts) only.part(one);
  return out;
}

describe('the sound alone', () => {
  it('has the numbers of the picture’s parts, and lasts as long as its own samples', () => {
    const [first, second] = heard(part({}), part({ index: 1, isLast: true, isIndependent: false, sound: frames(58_240, 9) }));
    expect(first).toMatchObject({ segment: 7, index: 0, timeMs: 1_000, durationMs: (10 * 1024) / 48 });
    expect(second).toMatchObject({ segment: 7, index: 1, isLast: true, isIndependent: true, durationMs: (9 * 1024) / 48 });
    expect(first?.map).toBe(second?.map);
    expect(first?.map.codecs).toBe('mp4a.40.2');
  });

  it('is silence where the host’s loss left a part without', () => {
    const [silent] = heard(part({ sound: [] }));
    expect(silent?.durationMs).toBeCloseTo((9 * 1024) / 48);
    expect(silent?.timeMs).toBe(1_000);
  });

  it('goes on from its own end, where the sound before reached beyond its picture', () => {
    const [before, silent] = heard(part({}), part({ index: 1, timeMs: 1_200, sound: [] }));
    const end = (before?.timeMs ?? 0) + (before?.durationMs ?? 0);
    expect(end).toBeGreaterThan(1_200);
    expect(silent?.timeMs).toBeCloseTo(end);
  });

  it('fits its PART-TARGET whatever part of the picture it goes with', () => {
    // 0.24 s hold at most twelve beginnings of frames; the first part behind a discontinuity also has the one that was begun.
    expect((13 * 1024) / 48_000).toBeLessThan(SOUND_PART_TARGET_S);
  });
});

describe('the renditions of one program', () => {
  it('tell where the others are', async () => {
    const renditions = new HlsRenditions({ firstSegment: 7, firstDiscontinuity: 0, folder: 'r', epochMs: () => 0 });
    renditions.part(part({}));
    renditions.part(part({ index: 1, isLast: true, sound: frames(58_240, 9) }));
    renditions.part(part({ segment: 8, sound: frames(67_456, 9) }));
    const [video, audio] = await Promise.all([renditions.video, renditions.sound].map((origin) => origin.playlist(undefined, false)));
    expect(video).toMatchObject({ body: expect.stringContaining('#EXT-X-RENDITION-REPORT:URI="audio.m3u8",LAST-MSN=8,LAST-PART=0\n') });
    expect(audio).toMatchObject({ body: expect.stringContaining('#EXT-X-RENDITION-REPORT:URI="video.m3u8",LAST-MSN=8,LAST-PART=0\n') });
    expect(await renditions.multivariant()).toMatchObject({
      body: expect.stringContaining('CODECS="mp4a.40.2",SUBTITLES="captions"\naudio.m3u8'),
    });
  });
});
