import { expect, test } from 'vitest';
import { distanceBetween, distanceKm, distanceM } from './geo.ts';

const chengzhan = { lat: 30.2437, lon: 120.1815 };

test('a place is no distance from itself', () => {
  expect(distanceM(chengzhan, chengzhan)).toBe(0);
});

test.each([
  ['火车东站', { lat: 30.2908, lon: 120.2129 }, 6.04],
  ['西宁', { lat: 36.62, lon: 101.784 }, 1829],
  ['the other side of the date line', { lat: 30.2437, lon: 120.1815 - 360 }, 0],
])('%s lies where a map says', (_, place, km) => {
  expect(distanceKm(chengzhan, place)).toBeCloseTo(km, km > 100 ? -1.5 : 1);
});

test('a place without coordinates has no distance, rather than a made-up one', () => {
  expect(distanceBetween(chengzhan, { lat: null, lon: null })).toBeNull();
  expect(distanceBetween({ lat: null, lon: null }, chengzhan)).toBeNull();
});
