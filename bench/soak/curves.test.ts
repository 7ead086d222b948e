import { describe, expect, it } from 'vitest';
import { drawCurves } from './curves.ts';
import type { Sample } from './notes.ts';

const sample = (piece: number, minute: number, more: Partial<Sample> = {}): Sample => ({
  piece,
  pieceMs: minute * 60_000,
  totalMs: minute * 60_000,
  rendererMb: 200,
  heapMb: 20,
  serverMb: 300,
  effort: 'full',
  latencyP50: 700,
  seenFps: 25,
  gaps: 0,
  stalls: 0,
  path: 'hls',
  ...more,
});

describe('the curves of a soak', () => {
  it('are broken where a run was interrupted', () => {
    const whole = drawCurves([sample(1, 1), sample(1, 2), sample(1, 3)]);
    const broken = drawCurves([sample(1, 1), sample(2, 2), sample(2, 3)]);
    expect(whole.match(/<polyline/g)).toHaveLength(6);
    expect(broken.match(/<polyline/g)).toHaveLength(12);
  });

  it('leave out what was not seen, and draw nothing that is no number', () => {
    const { latencyP50: _, ...unseen } = sample(1, 2);
    const svg = drawCurves([sample(1, 1), unseen, sample(1, 3)]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const latency = svg.slice(svg.indexOf('LL-HLS'), svg.indexOf('手机上'));
    expect(/points="([^"]+)"/.exec(latency)?.[1]?.split(' ')).toHaveLength(2);
  });
});
