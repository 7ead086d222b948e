import { describe, expect, it } from 'vitest';
import { lengthOf, positionOf, type RecordedRun, type RecordedSegment, type Recording } from './run-files.ts';
import { renderWholePlaylist } from './whole-playlist.ts';

const segment = (number: number, more: Partial<RecordedSegment> = {}): RecordedSegment => ({
  number,
  map: 0,
  timeMs: number * 2_000,
  durationMs: 2_000,
  offset: number * 1_000,
  bytes: 1_000,
  breaks: false,
  ...more,
});
const run = (name: string, segments: RecordedSegment[]): RecordedRun => ({
  name,
  epochMs: Date.UTC(2026, 10, 30),
  maps: [{ id: 0, offset: 0, bytes: 10 }],
  segments,
  isSealed: true,
});
const twenty: Recording = {
  episodeId: 'e',
  runs: [
    run(
      'r1-a',
      Array.from({ length: 20 }, (_, number) => segment(number)),
    ),
  ],
};
/** Restarted after 6 s, back at 60 s, with another source from 64 s on. */
const restarted: Recording = {
  episodeId: 'e',
  runs: [
    run('r1-a', [segment(0), segment(1), segment(2)]),
    run('r2-b', [segment(0, { timeMs: 60_000 }), segment(1, { timeMs: 62_000 }), segment(2, { timeMs: 64_000, map: 1, breaks: true })]),
  ],
};

describe('the list of a whole episode', () => {
  it('only grows while the show is on, and ends with it', () => {
    const growing = renderWholePlaylist(twenty, { hasEnded: false, skip: false });
    expect(growing).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
    expect(growing).toContain('CAN-SKIP-UNTIL=18');
    expect(growing).not.toContain('#EXT-X-ENDLIST');
    const ended = renderWholePlaylist(twenty, { hasEnded: true, skip: true });
    expect(ended).toContain('#EXT-X-PLAYLIST-TYPE:VOD');
    expect(ended.trimEnd().endsWith('#EXT-X-ENDLIST')).toBe(true);
    expect(ended.match(/#EXTINF/g)).toHaveLength(20);
  });

  it('leaves out of a delta update only what is further from the end than 18 s', () => {
    const delta = renderWholePlaylist(twenty, { hasEnded: false, skip: true });
    expect(delta).toContain('#EXT-X-SKIP:SKIPPED-SEGMENTS=11');
    expect(delta.match(/#EXTINF/g)).toHaveLength(9);
    expect(delta).not.toContain('#EXT-X-MAP');
    expect(delta).toContain('2026-11-30T00:00:22.000Z');
  });

  it('says every break, with the map and the date behind it', () => {
    const lines = renderWholePlaylist(restarted, { hasEnded: true, skip: false }).split('\n');
    expect(lines.filter((line) => line === '#EXT-X-DISCONTINUITY')).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith('#EXT-X-MAP'))).toEqual([
      '#EXT-X-MAP:URI="r1-a/m0.mp4"',
      '#EXT-X-MAP:URI="r2-b/m0.mp4"',
      '#EXT-X-MAP:URI="r2-b/m1.mp4"',
    ]);
    expect(lines.filter((line) => line.startsWith('#EXT-X-PROGRAM-DATE-TIME'))[1]).toContain('00:01:00.000Z');
  });
});

describe('a moment of the program on the recording’s line', () => {
  it.each([
    ['at its beginning', 0, 0],
    ['before the server died', 5_000, 5_000],
    ['in the hole is where it goes on', 30_000, 6_000],
    ['behind the hole', 61_500, 7_500],
    ['behind its end is its end', 99_000, 12_000],
  ])('%s', (_, mediaTimeMs, position) => expect(positionOf(restarted, mediaTimeMs)).toBe(position));

  it('takes no time where nothing was recorded', () => expect(lengthOf(restarted)).toBe(12_000));
});
