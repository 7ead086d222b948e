import { describe, expect, it } from 'vitest';
import { Viewing } from './viewing.ts';

function watch(viewing: Viewing, fromMs: number, toMs: number): void {
  for (let at = fromMs; at <= toMs; at += 40) viewing.picture('hls', at);
}

describe('what a page sees', () => {
  it('is how long the first picture took, and how long it watched', () => {
    const viewing = new Viewing();
    viewing.wanted(1_000);
    viewing.wanted(1_200);
    watch(viewing, 1_640, 5_640);
    expect(viewing.take(812.4)).toEqual({ path: 'hls', startUpMs: 640, watchedMs: 4_000, stalls: 0, stalledMs: 0, latencyMs: 812 });
  });

  it('is told once', () => {
    const viewing = new Viewing();
    viewing.wanted(0);
    watch(viewing, 200, 1_000);
    viewing.take(undefined);
    expect(viewing.take(undefined)).toBeUndefined();
    watch(viewing, 1_040, 2_000);
    expect(viewing.take(undefined)).toEqual({ path: 'hls', watchedMs: 1_000, stalls: 0, stalledMs: 0 });
  });

  it('counts a stall by the pictures that did not come', () => {
    const viewing = new Viewing();
    watch(viewing, 0, 1_000);
    watch(viewing, 3_000, 4_000);
    expect(viewing.take(undefined)).toMatchObject({ watchedMs: 4_000, stalls: 1, stalledMs: 2_000 });
  });

  it('counts a path that fell and came again as a stall', () => {
    const viewing = new Viewing();
    watch(viewing, 0, 1_000);
    viewing.wanted(2_000);
    watch(viewing, 3_000, 4_000);
    expect(viewing.take(undefined)).toEqual({ path: 'hls', watchedMs: 4_000, stalls: 1, stalledMs: 2_000 });
  });

  it('counts nothing while nobody looks', () => {
    const viewing = new Viewing();
    watch(viewing, 0, 1_000);
    viewing.pause();
    watch(viewing, 600_000, 601_000);
    expect(viewing.take(undefined)).toMatchObject({ watchedMs: 2_000, stalls: 0, stalledMs: 0 });
  });

  it('says no more than a report may', () => {
    const viewing = new Viewing();
    viewing.picture('webrtc', 0);
    viewing.picture('webrtc', 500_000);
    expect(viewing.take(999_999)).toMatchObject({ watchedMs: 120_000, stalledMs: 120_000, latencyMs: 120_000 });
  });
});
