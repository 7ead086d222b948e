import { describe, expect, it } from 'vitest';
import { loudestBlock } from './level-meter.ts';

const RATE = 48_000;
/** A window in which 1 kHz sounds for a while. */
function beep({ from, to, amplitude }: { from: number; to: number; amplitude: number }): Float32Array {
  return Float32Array.from({ length: 8192 }, (_, at) =>
    at >= from && at < to ? amplitude * Math.sin((2 * Math.PI * 1000 * at) / RATE) : 0,
  );
}

describe('a level meter', () => {
  it('reads a steady tone by its amplitude', () => {
    expect(loudestBlock(beep({ from: 0, to: 8192, amplitude: 0.1 }))).toBeCloseTo(0.1, 2);
  });

  it('hears a beep of 20 ms wherever in its window it sounded', () => {
    for (let from = 0; from <= 8192 - 960; from += 480) {
      expect(loudestBlock(beep({ from, to: from + 960, amplitude: 0.5 }))).toBeGreaterThan(0.3);
    }
  });

  it('is at nothing in silence, and never above full scale', () => {
    expect(loudestBlock(new Float32Array(8192))).toBe(0);
    expect(loudestBlock(new Float32Array(8192).fill(1))).toBe(1);
  });
});
