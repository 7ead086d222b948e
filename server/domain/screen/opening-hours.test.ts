import { expect, test } from 'vitest';
import { isOpenAt } from './opening-hours.ts';

const weekdays = { days: 'MO-FR', open: '08:30', close: '17:30' };
const early = { days: 'MO-SU', open: '04:30', close: '19:00' };
const night = { days: 'FR,SA', open: '20:00', close: '02:00' };

test.each([
  ['at its first minute', [weekdays], 1, '08:30', true],
  ['at its last', [weekdays], 5, '17:30', false],
  ['on a Saturday', [weekdays], 6, '10:00', false],
  ['at five in the morning', [early], 7, '05:00', true],
  ['by any of its lines', [weekdays, { days: 'SA', open: '09:00', close: '12:00' }], 6, '10:00', true],
  ['all day and night', [{ days: 'MO-SU', open: '00:00', close: '24:00' }], 3, '23:59', true],
  ['late in its night', [night], 5, '23:00', true],
  ['in the morning after', [night], 7, '01:59', true],
  ['in the morning before', [night], 5, '01:00', false],
  ['over the week’s end', [{ days: 'SA-MO', open: '09:00', close: '17:00' }], 1, '10:00', true],
  ['that says nothing of its hours', [], 3, '03:00', true],
] as const)('a station %s', (_, hours, dayOfWeek, time, open) => {
  expect(isOpenAt(hours, { dayOfWeek, time })).toBe(open);
});
