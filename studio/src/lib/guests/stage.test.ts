import { expect, it } from 'vitest';
import type { GuestState } from '#server/domain/guests/rules.ts';
import { lastOnStage, nextOnStage } from './stage.ts';

const guests = (...states: GuestState[]) => states.map((state, at) => ({ id: `g${at}`, name: `嘉宾${at}`, state }));

it.each([
  ['the first who waits comes next', guests('invited', 'here', 'here'), 'g1'],
  ['who is on stage is not brought again', guests('stage', 'here'), 'g1'],
  ['who has lost the line can’t come', guests('away', 'expired'), undefined],
  ['a full stage takes nobody', guests('stage', 'stage', 'stage', 'here'), undefined],
  ['nobody is there', [], undefined],
] as const)('%s', (_, all, expected) => {
  expect(nextOnStage(all)?.id).toBe(expected);
});

it.each([
  ['of several the lowest goes back first', guests('stage', 'here', 'stage', 'here'), 'g2'],
  ['with an empty stage nobody does', guests('here', 'away'), undefined],
] as const)('%s', (_, all, expected) => {
  expect(lastOnStage(all)?.id).toBe(expected);
});
