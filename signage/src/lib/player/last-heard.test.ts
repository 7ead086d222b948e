import { describe, expect, it } from 'vitest';
import { LastHeard } from './last-heard.ts';

const noon = Date.parse('2026-11-22T04:00:00Z');
const minutes = (count: number) => count * 60_000;
const alone = { connected: false, cut: false };

describe('as of when a glass speaks', () => {
  it('is never a time at which nobody was heard, whatever was kept', () => {
    for (const kept of [undefined, 0]) {
      const heard = new LastHeard(kept);
      expect(heard.asOf({ nowMs: noon, ...alone })).toBeUndefined();
      expect(heard.asOf({ nowMs: noon, connected: false, cut: true })).toBeUndefined();
      expect(heard.toKeep).toBeUndefined();
    }
  });

  it('is the issue of the kept manifest, where the page was left before anything else was kept', () => {
    const heard = new LastHeard(undefined);
    heard.hear(noon - minutes(12));
    expect(heard.asOf({ nowMs: noon, ...alone })).toBe(noon - minutes(12));
    expect(heard.asOf({ nowMs: noon - minutes(3), ...alone })).toBeUndefined();
  });

  it('is not said any more from the moment the line stands, even before the clocks agree', () => {
    const heard = new LastHeard(noon - minutes(60));
    expect(heard.asOf({ nowMs: noon, ...alone })).toBe(noon - minutes(60));
    expect(heard.asOf({ nowMs: noon, connected: true, cut: false })).toBeUndefined();
  });

  it('ends with an answer too, where only asking works', () => {
    const heard = new LastHeard(noon - minutes(60));
    heard.hear(noon);
    expect(heard.asOf({ nowMs: noon, ...alone })).toBeUndefined();
  });

  it('is said at once where the demo cuts the line, and goes with the cut', () => {
    const heard = new LastHeard(noon);
    expect(heard.asOf({ nowMs: noon + 100, connected: false, cut: true })).toBe(noon);
    expect(heard.asOf({ nowMs: noon + 200, ...alone })).toBeUndefined();
  });

  it('never moves back, and not to what is no time', () => {
    const heard = new LastHeard(noon);
    heard.hear(noon - minutes(5));
    heard.hear(Number.NaN);
    expect(heard.atMs).toBe(noon);
  });
});
