import { describe, expect, it } from 'vitest';
import { type GuestFacts, guestState, linkExpiryMs, MOST_ON_STAGE, stageRefusal, takesPlace } from './rules.ts';

const now = 1_000_000;
const invited: GuestFacts = {
  expiresAtMs: now + 1,
  hasEntered: false,
  hasLeft: false,
  isRemoved: false,
  isOnStage: false,
  isPresent: false,
};

describe('a guest', () => {
  it.each([
    ['invited', {}, true],
    ['expired', { expiresAtMs: now }, false],
    ['away', { hasEntered: true, expiresAtMs: now }, true],
    ['here', { hasEntered: true, isPresent: true }, true],
    ['stage', { hasEntered: true, isPresent: true, isOnStage: true }, true],
    // On stage by the books, but nobody sends: not on stage.
    ['away', { hasEntered: true, isOnStage: true }, true],
    ['left', { hasEntered: true, hasLeft: true, isPresent: true }, false],
    ['removed', { hasEntered: true, isRemoved: true, isPresent: true, isOnStage: true }, false],
  ] as const)('is %s with %j, and takes a place: %s', (state, change, takes) => {
    expect(guestState({ ...invited, ...change }, now)).toBe(state);
    expect(takesPlace(state)).toBe(takes);
  });

  it.each([
    ['here', 0, undefined],
    ['here', MOST_ON_STAGE - 1, undefined],
    ['here', MOST_ON_STAGE, 'STAGE_FULL'],
    ['stage', MOST_ON_STAGE, undefined],
    ['away', 0, 'GUEST_NOT_HERE'],
    ['invited', 0, 'GUEST_NOT_HERE'],
  ] as const)('who is %s meets a stage of %i with %s', (state, onStage, refusal) => {
    expect(stageRefusal(state, onStage)).toBe(refusal);
  });

  it('may open the link until two hours after the show, early or late', () => {
    const hour = 3_600_000;
    expect(linkExpiryMs({ plannedAtMs: now + hour, minutes: 120 }, now)).toBe(now + 5 * hour);
    expect(linkExpiryMs({ plannedAtMs: now - hour, minutes: 120 }, now)).toBe(now + 4 * hour);
  });
});
