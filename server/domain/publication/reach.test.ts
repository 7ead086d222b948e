import { describe, expect, it } from 'vitest';
import { stationPath } from '../access/station-path.ts';
import { narrowed, type Reach, widening } from './reach.ts';

const now = 1_000;
const county = '3301/330102/';
const city = '3301/';
const station = stationPath('3301/330102/', 'a');
const reach = (at: string, change: Partial<Reach> = {}): Reach => ({
  at,
  fromMs: 0,
  untilMs: Number.POSITIVE_INFINITY,
  priority: 0,
  ...change,
});

describe('adding to walls', () => {
  it.each<[string, Reach[], Reach[], boolean]>([
    ['the same again', [reach(county)], [reach(county)], false],
    ['one station of the region', [reach(county)], [reach(station)], false],
    ['a whole region instead of its station', [reach(station)], [reach(county)], true],
    ['the region above', [reach(county)], [reach(city)], true],
    ['a neighbouring region', [reach(county)], [reach('3301/330105/')], true],
    ['a region whose code begins like ours', [reach('3301/33010/')], [reach('3301/330102/')], true],
    ['an end where there was none', [reach(county)], [reach(county, { untilMs: 5_000 })], false],
    ['a later end', [reach(county, { untilMs: 5_000 })], [reach(county, { untilMs: 6_000 })], true],
    ['no end where there was one', [reach(county, { untilMs: 5_000 })], [reach(county)], true],
    ['an earlier start', [reach(county, { fromMs: 5_000 })], [reach(county, { fromMs: 4_000 })], true],
    ['a start that lies behind us anyway', [reach(county, { fromMs: 900 })], [reach(county, { fromMs: 100 })], false],
    ['after the end', [reach(county, { untilMs: 900 })], [reach(county, { untilMs: 2_000 })], true],
    ['something that is over', [reach(county)], [reach(city, { untilMs: 900 })], false],
    ['another priority', [reach(county)], [reach(county, { priority: 5 })], false],
    [
      'a place that two old ones cover in turns only',
      [reach(county, { untilMs: 3_000 }), reach(county, { fromMs: 3_000 })],
      [reach(county)],
      true,
    ],
  ])('%s', (_, standing, wanted, widens) => {
    expect(widening(standing, wanted, now).length > 0).toBe(widens);
  });
});

describe('what one person decides at once', () => {
  const stretches = (standing: Reach[], wanted: Reach[]) => narrowed(standing, wanted).map((part) => part.stretch);

  it('takes a station away and leaves what waits for a second person aside', () => {
    const other = stationPath('3301/330105/', 'b');
    expect(stretches([reach(station)], [reach(other)])).toEqual([]);
    expect(stretches([reach(station), reach(other)], [reach(other), reach(city)])).toEqual([reach(station), reach(other)]);
  });

  it('keeps the end that stands until a later one is approved, and takes an earlier one', () => {
    expect(stretches([reach(county, { untilMs: 5_000 })], [reach(county)])).toEqual([reach(county, { untilMs: 5_000 })]);
    expect(stretches([reach(county)], [reach(county, { untilMs: 5_000 })])).toEqual([reach(county, { untilMs: 5_000 })]);
  });

  it('keeps the region that stands where a wider one is wanted', () => {
    expect(stretches([reach(county)], [reach(city, { priority: 5 })])).toEqual([reach(county, { priority: 5 })]);
  });

  it('says nothing twice, and keeps a station that stands before its region', () => {
    expect(stretches([reach(county), reach(station)], [reach(county), reach(station)])).toEqual([reach(county)]);
    expect(stretches([reach(county)], [reach(county), reach(station, { priority: 5 })])).toEqual([
      reach(county),
      reach(station, { priority: 5 }),
    ]);
  });
});
