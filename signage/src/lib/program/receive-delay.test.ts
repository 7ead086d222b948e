import { describe, expect, it } from 'vitest';
import { behindDate, behindServer, readReceived } from './receive-delay.ts';

const inbound = { type: 'inbound-rtp', kind: 'video', jitterBufferDelay: 12, jitterBufferEmittedCount: 200 };
const transport = { type: 'transport', selectedCandidatePairId: 'used' };
const pair = { type: 'candidate-pair', id: 'used', currentRoundTripTime: 0.04 };
const other = { type: 'candidate-pair', id: 'spare', nominated: true, state: 'succeeded', currentRoundTripTime: 0.9 };

describe('how far WebRTC is behind the server', () => {
  it('is the wait in the receiver’s buffer and half the way there and back', () => {
    const sound = { type: 'inbound-rtp', kind: 'audio', jitterBufferDelay: 99, jitterBufferEmittedCount: 1 };
    const received = readReceived([sound, other, inbound, transport, pair]);
    expect(received).toEqual({ waitedS: 12, pictures: 200, roundTripS: 0.04 });
    expect(behindServer(undefined, { waitedS: 12, pictures: 200, roundTripS: 0.04 })).toBeCloseTo(0.08);
  });

  it('is that of the pictures since it was last asked', () => {
    const before = { waitedS: 12, pictures: 200, roundTripS: 0.04 };
    expect(behindServer(before, { waitedS: 32, pictures: 300, roundTripS: 0.1 })).toBeCloseTo(0.25);
    expect(behindServer(before, { ...before })).toBeUndefined();
  });

  it('takes the pair in use where the browser names no transport, and says nothing where it says nothing', () => {
    expect(readReceived([inbound, other])?.roundTripS).toBe(0.9);
    expect(readReceived([inbound])).toBeUndefined();
    expect(readReceived([pair, transport, { type: 'inbound-rtp', kind: 'video' }])).toBeUndefined();
  });
});

describe('how far a browser’s own HLS is behind', () => {
  it('is what its picture’s date says, unless the phone’s clock can’t be believed', () => {
    expect(behindDate(1_000_000, 1_002_500)).toBe(2.5);
    expect(behindDate(undefined, 1_000)).toBeUndefined();
    expect(behindDate(1_000_000, 999_000)).toBeUndefined();
    expect(behindDate(1_000_000, 1_031_000)).toBeUndefined();
  });
});
