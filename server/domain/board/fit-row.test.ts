import { describe, expect, test } from 'vitest';
import { fitRow, payWidth } from './fit-row.ts';
import { type GlassSize, planBoard } from './plan.ts';
import { row } from './testing/rows.ts';
import { textWidthEm } from './text-width.ts';

const television: GlassSize = {
  ...{ kind: 'lcd' as const, widthMm: 1210, heightMm: 680, widthPx: 1920, heightPx: 1080 },
  ...{ viewingDistanceM: 3, mountHeightM: 1.8 },
};
const near = planBoard(television, 38);
const far = planBoard({ ...television, viewingDistanceM: 4 }, 38);
const led = planBoard(
  { ...television, kind: 'led-low-resolution', widthMm: 2560, heightMm: 1920, widthPx: 512, heightPx: 384, viewingDistanceM: 8 },
  38,
);
const zh = { locale: 'zh-CN', today: '2026-11-21', hidePlaces: false } as const;
const en = { ...zh, locale: 'en' } as const;
const night = row({
  shift: { kind: 'fixed', start: '22:00', end: '06:00', nextDay: true, startsOn: '2026-11-21', text: '' },
  placesLeft: 12,
});

test('a usual job loses nothing on any glass', () => {
  for (const plan of [near, far, led]) expect(fitRow(row(), plan, zh).lost).toEqual([]);
});

test('beside a long shift the settlement moves up to the place', () => {
  const words = fitRow(night, far, zh);
  expect(words).toMatchObject({ settlementOn: 'place', shift: '今天 22:00–次日 6:00', settlement: '日结', lost: [] });
});

test('a place that its line would cut stands beside the trade instead of the employer', () => {
  const words = fitRow(
    row({ place: '城站火车站候车厅', shift: { kind: 'fixed', start: '08:00', end: '17:00', startsOn: '2026-11-22', text: '' } }),
    near,
    zh,
  );
  expect(words).toMatchObject({ placeOn: 'first', place: '城站火车站候车厅', lost: [] });
  expect(words.employer).toBeUndefined();
});

test('the title’s brackets make room for a place', () => {
  const crowded = row({
    title: '搬运工（夜班急招）',
    place: '城站火车站候车厅',
    shift: night.shift,
    pay: { min: 220, max: 260, unit: 'day', settlement: 'daily', negotiable: false },
  });
  expect(fitRow(crowded, near, zh)).toMatchObject({ trade: '搬运工', placeOn: 'first', lost: [] });
});

test('a long trade gets smaller before it is cut, never smaller than a fact', () => {
  const words = fitRow(row({ trade: '直播带货助理', pay: { min: 450, max: 800, unit: 'month', negotiable: false } }), far, zh);
  expect(words.trade).toBe('直播带货助理');
  expect(words.tradePx).toBeLessThanOrEqual(far.type.trade);
  expect(words.tradePx).toBeGreaterThanOrEqual(far.type.fact);
});

test('in English the currency’s name gives way to the trade', () => {
  const words = fitRow(row({ trade: '厨师长', pay: { min: 6_000, max: 7_500, unit: 'month', negotiable: false } }), far, en);
  expect(words.trade).toBe('厨师长');
  expect(words.pay.unit).toBe('/month');
});

describe.each([
  ['near', near],
  ['far', far],
])('on a television that is %s', (_, plan) => {
  test('the first line holds what stands on it', () => {
    for (const trade of ['厨师', '数控车床操作工', '高级母婴护理师兼育婴员'])
      for (const max of [220, 7_500]) {
        const words = fitRow(row({ trade, pay: { min: 180, max, unit: 'month', negotiable: false } }), plan, zh);
        const aside =
          words.placeOn === 'first'
            ? textWidthEm(words.place) * plan.type.fact
            : words.employerOn === 'first'
              ? textWidthEm(words.employer ?? '') * plan.type.employer
              : 0;
        expect(textWidthEm(words.trade) * words.tradePx + aside + payWidth(words.pay, plan.type)).toBeLessThanOrEqual(plan.textWidth);
      }
  });
});

test.each<[string, Parameters<typeof row>[0], string]>([
  ['a trade of a whole sentence', { trade: '负责仓库里夜间快件装卸分拣打包以及叉车驾驶的综合物流操作人员' }, 'TRADE'],
  ['a place that nobody can shorten', { place: '请到北门外第三个红绿灯右转五百米再左转进巷子里看见大槐树旁边的蓝色铁皮屋' }, 'PLACE'],
])('%s is lost, and said to be', (_, facts, lost) => {
  for (const plan of [near, far, led]) expect(fitRow(row(facts), plan, zh).lost).toContain(lost);
});
