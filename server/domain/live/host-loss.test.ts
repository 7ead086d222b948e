import { describe, expect, it } from 'vitest';
import { hostLossPhase, nextPhaseInMs } from './host-loss.ts';

describe('while the host is away', () => {
  it.each([
    ['everybody sees the slate', 0, 'slate', 15_000],
    ['just before 15 s still', 14_999, 'slate', 1],
    ['screens go back to their jobs after 15 s', 15_000, 'screens-left', 585_000],
    ['phones wait for 10 minutes', 599_999, 'screens-left', 1],
    ['then it is over', 600_000, 'given-up', undefined],
  ] as const)('%s', (_, awayForMs, phase, next) => {
    expect(hostLossPhase(awayForMs)).toBe(phase);
    expect(nextPhaseInMs(awayForMs)).toBe(next);
  });
});
