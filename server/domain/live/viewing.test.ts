import { describe, expect, it } from 'vitest';
import { type Count, countsOf, qualityOf } from './viewing.ts';

describe('what a page saw', () => {
  it('is counted in steps', () => {
    expect(countsOf({ path: 'hls', startUpMs: 640, latencyMs: 812, watchedMs: 10_000, stalls: 0, stalledMs: 0 })).toEqual([
      { path: 'hls', measure: 'startUp', step: 750, count: 1 },
      { path: 'hls', measure: 'latency', step: 900, count: 1 },
      { path: 'hls', measure: 'watchedMs', step: 0, count: 10_000 },
    ]);
  });

  it('falls into the last step when it is beyond all of them', () => {
    expect(countsOf({ path: 'webrtc', startUpMs: 90_000, watchedMs: 0, stalls: 0, stalledMs: 0 })).toEqual([
      { path: 'webrtc', measure: 'startUp', step: 30_000, count: 1 },
    ]);
  });
});

describe('how a show was seen', () => {
  const counts: Count[] = [
    { path: 'hls', measure: 'startUp', step: 250, count: 18 },
    { path: 'hls', measure: 'startUp', step: 1_000, count: 1 },
    { path: 'hls', measure: 'startUp', step: 5_000, count: 1 },
    { path: 'hls', measure: 'watchedMs', step: 0, count: 7_200_000 },
    { path: 'hls', measure: 'stalls', step: 0, count: 6 },
    { path: 'hls', measure: 'stalledMs', step: 0, count: 7_200 },
  ];

  it('is one row a path that anybody used', () => {
    expect(qualityOf(counts)).toEqual([
      {
        path: 'hls',
        watchedMinutes: 120,
        starts: 20,
        startUpMs: { p50: 250, p95: 1_000 },
        latencyMs: null,
        stallsAnHour: 3,
        stalledShare: 0.001,
      },
    ]);
  });

  it('keeps walls apart from pages', () => {
    const own = countsOf({ path: 'screen-webrtc', watchedMs: 60_000, stalls: 0, stalledMs: 0, latencyMs: 90 });
    const rows = qualityOf([...own, ...counts]);
    expect(rows.map(({ path, watchedMinutes }) => [path, watchedMinutes])).toEqual([
      ['hls', 120],
      ['screen-webrtc', 1],
    ]);
    expect(rows[1]?.latencyMs).toEqual({ p50: 300, p95: 300 });
  });

  it('is nothing where nobody watched', () => {
    expect(qualityOf([])).toEqual([]);
  });
});
