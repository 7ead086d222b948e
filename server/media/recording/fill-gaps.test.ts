import { describe, expect, it } from 'vitest';
import { gapsOf, withFills } from './fill-gaps.ts';
import { lengthOf, positionOf, type RecordedRun, type RecordedSegment } from './run-files.ts';
import { renderWholePlaylist } from './whole-playlist.ts';

/** Segments of 2 s one after the other; `s` is a slate's. */
function run(name: string, startMs: number, kinds: string): RecordedRun {
  const segments = [...kinds].map(
    (kind, number): RecordedSegment => ({
      number,
      map: 0,
      timeMs: startMs + number * 2_000,
      durationMs: 2_000,
      offset: number * 10,
      bytes: 10,
      breaks: number > 0 && kind !== kinds[number - 1],
      ...(kind === 's' && { isSlate: true as const }),
    }),
  );
  return { name, epochMs: 1_000_000, maps: [{ id: 0, offset: 0, bytes: 1 }], segments, isSealed: true };
}
const fill = (startMs: number, count: number): RecordedRun => run(`f${startMs}-0123456789ab`, startMs, 'p'.repeat(count));
const named = (runs: readonly RecordedRun[]) => runs.flatMap(({ name, segments }) => segments.map(({ number }) => `${name[0]}${number}`));

describe('what a recording lacks', () => {
  it.each([
    ['nothing', [run('r1-a', 0, 'ppp')], undefined, []],
    ['where the slate stood', [run('r1-a', 0, 'ppssp')], undefined, [[4_000, 8_000]]],
    ['where no server ran', [run('r1-a', 0, 'pp'), run('r2-a', 9_000, 'pp')], undefined, [[4_000, 9_000]]],
    ['a slate and the death behind it as one', [run('r1-a', 0, 'pps'), run('r2-a', 9_000, 'sp')], undefined, [[4_000, 11_000]]],
    ['nothing yet where the slate stands now', [run('r1-a', 0, 'ppss')], undefined, []],
    ['the slate at the end, once it is over', [run('r1-a', 0, 'ppss')], 1_008_000, [[4_000, 8_000]]],
    ['what came after a death from which nobody came back', [run('r1-a', 0, 'pp')], 1_030_000, [[4_000, 30_000]]],
    ['nothing below a second', [run('r1-a', 0, 'pp'), run('r2-a', 4_900, 'pp')], 1_009_000, []],
  ] as const)('%s', (_, runs, untilMs, expected) => {
    expect(gapsOf(runs, untilMs).map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(expected);
    for (const { fromMs, atMs } of gapsOf(runs, untilMs)) expect(atMs).toBe(1_000_000 + fromMs);
  });
});

describe('a gap that is filled', () => {
  it('takes the slate’s place, behind a break on either side', () => {
    const runs = withFills([run('r1-a', 0, 'ppssp')], [fill(4_000, 2)]);
    expect(named(runs)).toEqual(['r0', 'r1', 'f0', 'f1', 'r4']);
    const playlist = renderWholePlaylist({ episodeId: 'e', runs }, { hasEnded: true, skip: false });
    expect(playlist.match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(2);
    expect(playlist.match(/#EXT-X-MAP/g)).toHaveLength(3);
  });

  it('stands between two runs, and at the end', () => {
    expect(named(withFills([run('r1-a', 0, 'pp'), run('r2-a', 8_000, 'p')], [fill(4_000, 2)]))).toEqual(['r0', 'r1', 'f0', 'f1', 'r0']);
    expect(named(withFills([run('r1-a', 0, 'pps')], [fill(4_000, 3)]))).toEqual(['r0', 'r1', 'f0', 'f1', 'f2']);
  });

  it('takes away only the slate that it touches, and never a picture', () => {
    expect(named(withFills([run('r1-a', 0, 'psssp')], [fill(2_000, 1)]))).toEqual(['r0', 'f0', 'r2', 'r3', 'r4']);
    expect(named(withFills([run('r1-a', 0, 'pspsp')], [fill(2_000, 2)]))).toEqual(['r0', 'f0', 'f1', 'r2', 'r3', 'r4']);
  });

  it('keeps every other moment where it was', () => {
    const before = { episodeId: 'e', runs: [run('r1-a', 0, 'ppssp')] };
    const after = { episodeId: 'e', runs: withFills(before.runs, [fill(4_000, 2)]) };
    for (const moment of [0, 3_000, 5_000, 8_500]) expect(positionOf(after, moment)).toBe(positionOf(before, moment));
    expect(lengthOf(after)).toBe(lengthOf(before));
    const hole = { episodeId: 'e', runs: [run('r1-a', 0, 'pp'), run('r2-a', 8_000, 'p')] };
    expect(positionOf({ ...hole, runs: withFills(hole.runs, [fill(4_000, 2)]) }, 9_000)).toBe(9_000);
  });
});
