import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { faultOf, fileFields } from './field-words.ts';
import { faultsOf } from './import-faults.ts';
import { sampleStations } from './sample-stations.ts';

overwriteGetLocale(() => 'zh-CN');

describe('a mistake in a stations.json', () => {
  const [station] = sampleStations.stations;

  it('says which entry, which field, what it should be and what it is', () => {
    const file = { ...sampleStations, stations: [{ ...station, phone: 12345678 }] };
    expect(faultsOf(file).map(faultOf)).toEqual([
      '驿站 stations 第 1 项（示例零工驿站），字段 phone：应该写 7 到 20 位数字，可以带 -，例如 0571-12345678；现在写的是 12345678',
    ]);
  });

  it('says what is missing', () => {
    expect(faultsOf({ regions: [{}], stations: [] }).map(faultOf)).toContain(
      '区划 regions 第 1 项，字段 code：没有写。应该写 2 到 64 个字母、数字或 -，例如 330102',
    );
    expect(faultsOf([]).map(faultOf)).toEqual([expect.stringContaining('整个文件')]);
  });

  it('is made by leaving out just what the list of fields calls required', () => {
    const required = fileFields.find(({ kind }) => kind === 'station')?.fields ?? {};
    const missing = faultsOf({ regions: [], stations: [{}] }).map(({ field }) => field);
    expect(missing).toEqual(expect.arrayContaining(Object.keys(required).filter((field) => required[field]?.required)));
    expect(missing).toHaveLength(4);
  });
});
