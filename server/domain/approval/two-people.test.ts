import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { isUnchangedRepeat, mayApprove } from './two-people.ts';

describe('two people', () => {
  it.each([
    ['the author', ['li'], 'li', false],
    ['the last editor', ['li', 'wang'], 'wang', false],
    ['an earlier editor', ['li', 'wang'], 'li', false],
    ['a colleague', ['li', 'wang'], 'zhao', true],
  ])('%s', (_, writers, approver, may) => {
    expect(mayApprove(approver, writers)).toBe(may);
  });
});

describe('an unchanged repeat', () => {
  const now = Temporal.Instant.from('2026-11-21T00:00:00Z');
  const earlier = (days: number, { takenDown = false, shownThere = true } = {}) => [
    { fingerprint: 'a', approvedAt: now.subtract({ minutes: Math.round(days * 24 * 60) }), takenDown, shownThere },
  ];
  it.each([
    ['within seven days passes', 'a', earlier(6.9), true],
    ['at exactly seven days passes', 'a', earlier(7), true],
    ['later needs two people again', 'a', earlier(7.1), false],
    ['with other facts needs two people', 'b', earlier(1), false],
    ['of what was taken down needs two people', 'a', earlier(1, { takenDown: true }), false],
    ['on more walls than before needs two people', 'a', earlier(1, { shownThere: false }), false],
    ['of nothing needs two people', 'a', [], false],
  ])('%s', (_, fingerprint, approvals, repeat) => {
    expect(isUnchangedRepeat(fingerprint, approvals, now)).toBe(repeat);
  });
});
