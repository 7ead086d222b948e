import { expect, it } from 'vitest';
import { idlePhase } from './idle.ts';

it.each([
  [0, { kind: 'here' }],
  [59_999, { kind: 'here' }],
  [60_000, { kind: 'asking', secondsLeft: 20 }],
  [79_100, { kind: 'asking', secondsLeft: 1 }],
  [80_000, { kind: 'gone' }],
])('after %i ms without a touch somebody is %j', (idleMs, phase) => {
  expect(idlePhase(idleMs)).toEqual(phase);
});
