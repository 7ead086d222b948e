import { describe, expect, it } from 'vitest';
import { catchUp } from './catch-up.ts';

describe('a viewer behind the live edge', () => {
  it.each([
    ['at its target plays as it is', { latency: 0.65, buffered: 0.6, playedFor: 60 }, { rate: 1 }],
    ['a hair behind hurries by what nobody hears', { latency: 0.7, buffered: 0.6, playedFor: 60 }, { rate: 1.02 }],
    ['a little behind hurries a little', { latency: 0.8, buffered: 0.6, playedFor: 60 }, { rate: 1.04 }],
    ['further behind hurries more', { latency: 1.6, buffered: 1.6, playedFor: 60 }, { rate: 1.1 }],
    ['with nothing to hurry on waits', { latency: 1.6, buffered: 0.2, playedFor: 60 }, { rate: 1 }],
    ['far behind jumps', { latency: 7, buffered: 0.2, playedFor: 60 }, { jump: true }],
    ['who has just joined jumps when the edge is already there', { latency: 2.6, buffered: 2.5, playedFor: 1 }, { jump: true }],
    ['who has just joined does not jump into a stall', { latency: 2.6, buffered: 2.1, playedFor: 1 }, { rate: 1.1 }],
    ['in the middle of a sentence never jumps for two seconds', { latency: 2.6, buffered: 2.5, playedFor: 5 }, { rate: 1.1 }],
    ['that has stalled goes on as soon as there is enough', { latency: 1.5, buffered: 0.6, playedFor: 60, stoodFor: 0.3 }, { goOn: true }],
    ['that has stalled waits for enough', { latency: 1.5, buffered: 0.4, playedFor: 60, stoodFor: 0.9 }, { rate: 1.1 }],
    ['that has just joined is left to begin', { latency: 0.7, buffered: 0.6, playedFor: 1, stoodFor: 0.3 }, { rate: 1.02 }],
  ])('%s', (_, lag, step) => {
    expect(catchUp({ target: 0.6, stoodFor: 0, ...lag })).toEqual(step);
  });
});
