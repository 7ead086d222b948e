import { describe, expect, it } from 'vitest';
import { faultsOf } from './import-faults.ts';
import { levelBelow, regionFile, stationFile } from './one-entry.ts';

const known = [
  { code: '330000', name: '浙江省', level: 'province', path: '330000/', parentCode: null },
  { code: '330100', name: '杭州市', level: 'city', path: '330000/330100/', parentCode: '330000' },
];

describe('one entry as a file', () => {
  it('a region hangs below its parents, which stay as they are', () => {
    const file = regionFile({ code: '330102', name: '上城区', level: 'county' }, '330100', known);
    expect(file.regions).toEqual([
      {
        code: '330000',
        name: '浙江省',
        level: 'province',
        children: [
          { code: '330100', name: '杭州市', level: 'city', children: [{ code: '330102', name: '上城区', level: 'county', children: [] }] },
        ],
      },
    ]);
    expect(faultsOf(file)).toEqual([]);
  });

  it('a region without a parent is a root', () => {
    expect(regionFile({ code: '500000', name: '重庆市', level: 'province' }, null, known).regions).toEqual([
      { code: '500000', name: '重庆市', level: 'province', children: [] },
    ]);
  });

  it('a station’s mistakes are told by field', () => {
    const file = stationFile({ name: '', region: '330102', phone: '12', hours: [{ days: 'MO-SU', open: '', close: '20:00' }] });
    expect(faultsOf(file).map(({ field }) => field)).toEqual(['name', 'phone', 'open']);
  });

  it('below a city stands a county, below a village another village', () => {
    expect([undefined, 'city', 'village'].map(levelBelow)).toEqual(['province', 'county', 'village']);
  });
});
