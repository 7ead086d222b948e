import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type CodeState, judgeCode, lockedMinutes } from './one-time-code.ts';

const sent = Temporal.Instant.from('2026-11-22T01:00:00Z');
const after = (minutes: number) => sent.add({ seconds: Math.round(minutes * 60) });
const code = (over: Partial<CodeState> = {}): CodeState => ({
  createdAt: sent,
  expiresAt: after(10),
  usedAt: undefined,
  attempts: 0,
  ...over,
});

describe('a one-time code', () => {
  it.each([
    ['the right one in time', code(), true, 1, { kind: 'right' }],
    ['the right one at the last try', code({ attempts: 4 }), true, 1, { kind: 'right' }],
    ['a wrong one', code(), false, 1, { kind: 'wrong', left: 4 }],
    ['a fourth wrong one', code({ attempts: 3 }), false, 1, { kind: 'wrong', left: 1 }],
    ['a fifth wrong one', code({ attempts: 4 }), false, 1, { kind: 'locked', minutes: 15 }],
    ['the right one after five wrong ones', code({ attempts: 5 }), true, 1, { kind: 'locked', minutes: 14 }],
    ['the right one too late', code(), true, 10, { kind: 'expired' }],
    ['the right one a second time', code({ usedAt: after(1) }), true, 2, { kind: 'spent' }],
    ['any where none was sent', undefined, false, 1, { kind: 'expired' }],
  ] as const)('%s', (_what, state, matches, minutes, verdict) => {
    expect(judgeCode(state, matches, after(minutes))).toEqual(verdict);
  });

  it('may be asked for again a quarter of an hour after five wrong tries', () => {
    expect(lockedMinutes(code({ attempts: 5 }), after(14.5))).toBe(1);
    expect(lockedMinutes(code({ attempts: 5 }), after(15))).toBe(0);
    expect(lockedMinutes(code({ attempts: 4 }), after(1))).toBe(0);
  });
});
