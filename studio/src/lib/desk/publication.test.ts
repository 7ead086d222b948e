import { expect, it } from 'vitest';
import { toLocal, toWire } from './publication.ts';

it.each([
  ['Asia/Shanghai', '2026-11-23T08:00', '2026-11-23T00:00:00Z'],
  ['Asia/Urumqi', '2026-11-23T08:00', '2026-11-23T02:00:00Z'],
  ['Europe/Berlin', '2026-07-01T08:00', '2026-07-01T06:00:00Z'],
  ['Europe/Berlin', '2026-12-01T08:00', '2026-12-01T07:00:00Z'],
])('eight in the morning is said in the zone of %s', (zone, local, wire) => {
  expect(toWire(local, zone)).toBe(wire);
  expect(toLocal(wire, zone)).toBe(local);
});

it('knows an hour that the clocks leave out, and no time at all', () => {
  expect(toWire('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z');
  expect(toWire('', 'Asia/Shanghai')).toBeUndefined();
  expect(toLocal(null, 'Asia/Shanghai')).toBe('');
});

it('drops seconds of what the server set', () => {
  expect(toLocal('2026-11-23T00:00:59.999999Z', 'Asia/Shanghai')).toBe('2026-11-23T08:00');
});
