import { expect, it } from 'vitest';
import { type Actor, mayIn } from './actor.ts';
import { regionOfPath, stationOfPath, stationPath } from './station-path.ts';

const county = '330000/330100/330102/';
const clerkOf = (regionPath: string): Actor => ({
  kind: 'staff',
  userId: 'u1',
  name: '小赵',
  grants: [{ role: 'clerk', regionPath, employerId: null }],
});

it('is told from a region’s, and holds both', () => {
  const path = stationPath(county, 's1');
  expect([stationOfPath(path), regionOfPath(path)]).toEqual(['s1', county]);
  expect([stationOfPath(county), regionOfPath(county)]).toEqual([undefined, county]);
});

it('lies in its region and above no other station, however its id begins', () => {
  expect(mayIn(clerkOf(county), 'clerk', stationPath(county, 's1'))).toBe(true);
  const keeper = clerkOf(stationPath(county, 's1'));
  expect(mayIn(keeper, 'clerk', stationPath(county, 's1'))).toBe(true);
  expect(mayIn(keeper, 'clerk', stationPath(county, 's10'))).toBe(false);
  expect(mayIn(keeper, 'clerk', county)).toBe(false);
  expect(mayIn(keeper, 'clerk', `${county}330102-caihe/`)).toBe(false);
});
