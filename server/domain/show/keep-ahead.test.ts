import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { type EpisodeStep, keepAhead, type MadeEpisode } from './keep-ahead.ts';
import type { Occurrence } from './occurrences.ts';

const timeZone = 'Asia/Shanghai';
const at = (day: string, hour = 14) => Temporal.PlainDateTime.from(`${day}T${hour}:30`).toZonedDateTime(timeZone).toInstant();
const holiday = { day: '2026-10-06', kind: 'holiday' as const, name: '国庆节', source: '公告', publishedOn: '2025-11-04' };
const wants = (day: string, fate: Occurrence['fate'] = 'held', hour = 14): Occurrence => ({
  at: at(day, hour),
  fate,
  ...(fate === 'held' ? {} : { holiday }),
});
const made = (id: string, day: string, change: Partial<MadeEpisode> = {}): MadeEpisode => ({
  ...{ id, occursAt: at(day), state: 'planned', cancelledBy: null, question: null, byHand: false },
  ...change,
});
const off = { state: 'cancelled', cancelledBy: 'holiday' } as const;
const words = (steps: EpisodeStep[]) =>
  steps.map((step) =>
    step.kind === 'make'
      ? `make ${step.occurrence.fate}`
      : `${step.kind} ${step.id}${step.kind === 'shift' && step.keepsTime ? ' keeps' : ''}`,
  );

it.each([
  ['makes what is missing', [wants('2026-10-06', 'off'), wants('2026-10-13')], [], ['make off', 'make held']],
  ['makes nothing twice', [wants('2026-10-13')], [made('a', '2026-10-13')], []],
  ['takes off what a holiday has come to', [wants('2026-10-06', 'off')], [made('a', '2026-10-06')], ['take-off a']],
  ['leaves what is off already', [wants('2026-10-06', 'off')], [made('a', '2026-10-06', off)], []],
  ['puts back what is no holiday any more', [wants('2026-10-06')], [made('a', '2026-10-06', off)], ['put-back a']],
  ['asks, and asks once', [wants('2026-10-06', 'asked')], [made('a', '2026-10-06')], ['ask a']],
  ['does not ask again', [wants('2026-10-06', 'asked')], [made('a', '2026-10-06', { question: '国庆节' })], []],
  ['takes a question back', [wants('2026-10-06')], [made('a', '2026-10-06', { question: '国庆节' })], ['put-back a']],
  [
    'keeps what a person has cancelled',
    [wants('2026-10-13')],
    [made('a', '2026-10-13', { state: 'cancelled', cancelledBy: 'staff', byHand: true })],
    [],
  ],
  ['keeps what a person holds on a holiday', [wants('2026-10-06', 'off')], [made('a', '2026-10-06', { byHand: true })], []],
  ['leaves a show that is on alone', [wants('2026-10-06', 'off')], [made('a', '2026-10-06', { state: 'live' })], []],
  ['moves with the series’ hour', [wants('2026-10-13', 'held', 16)], [made('a', '2026-10-13')], ['shift a']],
  [
    'keeps the hour that a person gave it',
    [wants('2026-10-13', 'held', 16)],
    [made('a', '2026-10-13', { byHand: true })],
    ['shift a keeps'],
  ],
  ['moves and takes off at once', [wants('2026-10-06', 'off', 16)], [made('a', '2026-10-06')], ['shift a', 'take-off a']],
  ['drops a date that the series no longer has', [wants('2026-10-15')], [made('a', '2026-10-13')], ['make held', 'drop a']],
  [
    'but not one that a person has settled',
    [],
    [made('a', '2026-10-13', { byHand: true }), made('b', '2026-10-20', { state: 'ended' })],
    [],
  ],
] as [string, Occurrence[], MadeEpisode[], string[]][])('%s', (_, wanted, existing, expected) => {
  expect(words(keepAhead({ wanted, made: existing, timeZone }))).toEqual(expected);
});
