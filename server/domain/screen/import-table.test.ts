import { describe, expect, it } from 'vitest';
import { readHeader, readRow } from './import-table.ts';

const header = (cells: string[]) => readHeader({ row: 1, cells });
const full = header(['驿站', '屏名称', '尺寸', '分辨率', '观看距离（米）', '类型', '分组', '标签']) ?? new Map();
const read = (cells: (string | number)[]) => readRow({ row: 2, cells }, full);

describe('a list of screens', () => {
  it('has its columns by their names, whatever their order and brackets', () => {
    expect(full.get('distance')).toBe(4);
    expect(header(['名称 ', 'x', '站点'])?.get('station')).toBe(2);
    expect(header(['驿站', '地址'])).toBeUndefined();
  });

  it('reads a television by its inches and the shape of its picture', () => {
    expect(read(['城站', '大屏', '55寸', '1920×1080', 3, '电视', '进站口、大厅', '竖屏'])).toMatchObject({
      station: '城站',
      groups: ['进站口', '大厅'],
      tags: ['竖屏'],
      problems: [],
      glass: { widthMm: 1218, heightMm: 685, widthPx: 1920, heightPx: 1080, viewingDistanceM: 3, kind: 'lcd', mountHeightM: 1.8 },
    });
  });

  it.each([
    ['1210x680mm', '1920*1080', { widthMm: 1210, heightMm: 680 }],
    ['３８４０×２１６０', '1920 1080', { widthMm: 3840, heightMm: 2160 }],
    ['32', '1080x1920', { widthMm: 398, heightMm: 708 }],
  ])('reads a size of %s with %s', (size, pixels, glass) => {
    expect(read(['城站', '大屏', size, pixels, '2.5米', 'LED', '', ''])?.glass).toMatchObject(glass);
  });

  it('says of each cell that it can’t read which and why, and reads no half screen', () => {
    const row = read(['', '', '很大', '高清', '远', '投影', '', '']);
    expect(row?.glass).toBeUndefined();
    expect(row?.problems.map(({ code }) => code)).toEqual([
      'NAME_MISSING',
      'STATION_MISSING',
      'PIXELS_UNREADABLE',
      'DISTANCE_UNREADABLE',
      'KIND_UNKNOWN',
    ]);
  });

  it('passes over blank rows', () => {
    expect(read(['', ' ', '', '', '', '', '', ''])).toBeUndefined();
  });
});
