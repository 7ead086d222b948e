import { describe, expect, it } from 'vitest';
import { faultsOf } from './import-faults.ts';
import { sampleStations } from './sample-stations.ts';

const [sampleStation] = sampleStations.stations;

describe('a stations.json', () => {
  it('as the sample shows it is in order', () => {
    expect(faultsOf(sampleStations)).toEqual([]);
  });

  it('names the entry and the field that is wrong, and what stands there', () => {
    const file = { ...sampleStations, stations: [sampleStation, { ...sampleStation, name: '二号驿站', phone: '没有' }] };
    expect(faultsOf(file)).toEqual([{ steps: [{ kind: 'station', position: 2, name: '二号驿站' }], field: 'phone', found: '"没有"' }]);
  });

  it('names a field that is missing, in a screen of a station', () => {
    const [screen] = sampleStation?.screens ?? [];
    const { pixels: _, ...bare } = screen ?? {};
    expect(faultsOf({ ...sampleStations, stations: [{ ...sampleStation, screens: [bare] }] })).toEqual([
      {
        steps: [
          { kind: 'station', position: 1, name: '示例零工驿站' },
          { kind: 'screen', position: 1, name: '门口大屏' },
        ],
        field: 'pixels',
      },
    ]);
  });

  it('finds a region however deep it lies', () => {
    const child = { code: '330100', name: '杭州市', level: '城市', children: [] };
    const file = { regions: [{ code: '330000', name: '浙江省', level: 'province', children: [child] }], stations: [] };
    expect(faultsOf(file)).toEqual([
      {
        steps: [
          { kind: 'region', position: 1, name: '浙江省' },
          { kind: 'region', position: 1, name: '杭州市' },
        ],
        field: 'level',
        found: '"城市"',
      },
    ]);
  });

  it('that is no such file at all says so', () => {
    expect(faultsOf([])).toEqual([{ steps: [], field: '', found: '[]' }]);
    expect(faultsOf({}).map(({ field }) => field)).toEqual(['regions', 'stations']);
  });
});
