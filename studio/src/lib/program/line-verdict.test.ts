import { describe, expect, it } from 'vitest';
import { verdictOf } from './line-verdict.ts';
import { senderLimits } from './sender.ts';

describe('the verdict on a line', () => {
  it.each([
    ['a good one', { uploadBits: 20e6, loss: 0, rttMs: 12 }, 'landscape', 'ready'],
    ['one that carries the show and nothing else', { uploadBits: 2e6, loss: 0, rttMs: 30 }, 'landscape', 'slow'],
    ['the same for the small picture', { uploadBits: 2e6, loss: 0, rttMs: 30 }, 'small', 'ready'],
    ['a Wi-Fi at its edge', { uploadBits: 12e6, loss: 0.08, rttMs: 80 }, 'landscape', 'lossy'],
    ['a loss that is mended on the way', { uploadBits: 12e6, loss: 0.02, rttMs: 80 }, 'portrait', 'ready'],
  ] as const)('%s', (_, found, format, verdict) => {
    expect(verdictOf(found, senderLimits(format))).toBe(verdict);
  });
});
