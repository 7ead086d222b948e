import { describe, expect, test } from 'vitest';
import type { Pay } from '../posting/facts.ts';
import { fitRow, payWidth } from './fit-row.ts';
import { dwellMs, pageRows } from './page.ts';
import { planBoard } from './plan.ts';
import { readableCharacters } from './row-words.ts';
import { cut, shortenEmployer, shortenPlace, shortenTrade } from './shorten.ts';
import { row } from './testing/rows.ts';
import { textWidthEm } from './text-width.ts';

test.each([
  ['搬运工', 3, '搬运工'],
  ['数控车床操作工', 5, '数控车床…'],
  ['电话13900004051', 6, '电话…'],
])('%s in %s em is %s', (text, room, shown) => {
  expect(cut(text, room)).toBe(shown);
});

test.each([
  ['上城区延安路工联CC 6 号', 9, '延安路工联CC 6 号'],
  ['上城区延安路工联CC 6 号', 8, '延安路工联CC'],
  ['万荣县城农民路北段', 5, '农民路北段'],
  ['采荷街道双创中心17号', 7, '双创中心17号'],
  ['采荷街道双创中心17号', 5, '双创中心'],
  ['浙江省杭州市上城区采荷街道双创中心', 5, '双创中心'],
  ['四季青街区 3 号门', 20, '四季青街区 3 号门'],
  ['火车东站西广场89号', 8, '火车东站西广场'],
])('the place %s in %s em is %s', (place, room, shown) => {
  expect(shortenPlace(place, room)).toBe(shown);
});

test.each([
  ['安居物业服务有限公司', 6, '安居物业服务'],
  ['安居物业服务有限公司', 5, '安居物业'],
  ['国精机件有限公司', 5, '国精机件'],
  ['城站面馆', 5, '城站面馆'],
  ['城站面馆', 2, undefined],
  ['宏睿光电科技有限公司', 5, '宏睿光电'],
])('the employer %s in %s em is %s', (employer, room, shown) => {
  expect(shortenEmployer(employer, room)).toBe(shown);
});

test('a title gives way to the trade that it was read as', () => {
  const posting = { trade: '搬运工', title: '急招夜班搬运工（包晚餐）' };
  expect(shortenTrade(posting, 12)).toBe('急招夜班搬运工（包晚餐）');
  expect(shortenTrade(posting, 8)).toBe('急招夜班搬运工');
  expect(shortenTrade(posting, 4)).toBe('搬运工');
});

const glasses = {
  wall: { kind: 'lcd', widthMm: 3840, heightMm: 2160, widthPx: 3840, heightPx: 2160, viewingDistanceM: 8, mountHeightM: 1.8 },
  hall: { kind: 'lcd', widthMm: 1210, heightMm: 680, widthPx: 1920, heightPx: 1080, viewingDistanceM: 4, mountHeightM: 1.8 },
  portrait: { kind: 'lcd', widthMm: 685, heightMm: 1218, widthPx: 1080, heightPx: 1920, viewingDistanceM: 2, mountHeightM: 1.8 },
  small: { kind: 'lcd', widthMm: 970, heightMm: 545, widthPx: 1366, heightPx: 768, viewingDistanceM: 3, mountHeightM: 1.8 },
} as const;

describe.each(Object.entries(glasses))('on the %s', (_, glass) => {
  const plan = planBoard(glass, 35);
  const wording = { locale: 'zh-CN', today: '2026-11-21', hidePlaces: false } as const;
  const widest = row({
    number: 128,
    trade: '数控车床操作工',
    employer: '宏睿光电科技股份有限公司杭州分公司',
    pay: { min: 6000, max: 7500, unit: 'month', settlement: 'monthly', negotiable: false },
    place: '浙江省杭州市上城区采荷街道双创中心二期 17 号楼 3 层',
    distanceM: 9_200,
    placesLeft: 15,
  });
  const words = fitRow(widest, plan, wording);

  test('the widest pay stands uncut beside a trade that is still one', () => {
    expect(words.pay).toEqual({ amount: '6000–7500', unit: '元/月' });
    expect(words.trade.length).toBeGreaterThanOrEqual(4);
    const used = textWidthEm(words.trade) * words.tradePx + payWidth(words.pay, plan.type);
    expect(used).toBeLessThanOrEqual(plan.textWidth);
  });

  test('the place gives way, and distance, shift and places left never do', () => {
    expect(words).toMatchObject({ distance: '9.2 公里', shift: '今天 18 点起', places: '还剩 15 人', settlement: '月结' });
    expect(words.place.length).toBeGreaterThanOrEqual(3);
    const left = [...(words.placeOn === 'facts' ? [words.place] : []), words.distance, ...(plan.rowLines === 2 ? [words.shift] : [])].join(
      ' · ',
    );
    expect(textWidthEm(left) * plan.type.fact).toBeLessThanOrEqual(plan.textWidth);
  });
});

test('a slide stays two seconds and a quarter for each character', () => {
  expect(dwellMs(40)).toBe(12_000);
  const plan = planBoard(glasses.wall, 35);
  const wording = { locale: 'zh-CN', today: '2026-11-21', hidePlaces: false } as const;
  const rows = [row({ number: 101 }), row({ number: 102 })];
  const characters = rows.reduce((sum, r) => sum + readableCharacters(fitRow(r, plan, wording)), 0);
  expect(pageRows(rows, plan, { wording, turn: 0 })[0]?.dwellMs).toBeGreaterThanOrEqual(2_000 + characters * 250);
});

test('six jobs on glass for five are two full pages', () => {
  const plan = planBoard(glasses.wall, 35);
  const rows = [101, 102, 103, 104, 105, 106].map((number) => row({ number }));
  const pages = pageRows(rows, plan, { wording: { locale: 'zh-CN', today: '2026-11-21', hidePlaces: false }, turn: 0 });
  expect(pages.map((page) => page.rows.map((r) => r.number))).toEqual([
    [101, 102, 103, 104, 105],
    [102, 103, 104, 105, 106],
  ]);
});

test('a pay that was only said to be negotiable has no unit to make room for', () => {
  const pay: Pay = { negotiable: true };
  const words = fitRow(row({ pay }), planBoard(glasses.wall, 35), { locale: 'zh-CN', today: '2026-11-21', hidePlaces: true });
  expect(words.pay).toEqual({ amount: '面议', unit: '' });
  expect(words.places).toBeUndefined();
});
