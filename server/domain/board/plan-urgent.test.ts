import { describe, expect, test } from 'vitest';
import { breakLines } from './break-lines.ts';
import { minFontPx } from './legibility.ts';
import { chooseLayout, type GlassSize } from './plan.ts';
import { planUrgent } from './plan-urgent.ts';
import { textWidthEm } from './text-width.ts';

const glass: Record<string, GlassSize> = {
  landscape: { kind: 'lcd', widthMm: 1_210, heightMm: 680, widthPx: 1_920, heightPx: 1_080, viewingDistanceM: 4, mountHeightM: 1.5 },
  portrait: { kind: 'lcd', widthMm: 685, heightMm: 1_218, widthPx: 1_080, heightPx: 1_920, viewingDistanceM: 2, mountHeightM: 1.5 },
  strip: { kind: 'led-ultra-wide', widthMm: 7_680, heightMm: 480, widthPx: 1_536, heightPx: 96, viewingDistanceM: 6, mountHeightM: 1.5 },
  led: { kind: 'led-low-resolution', widthMm: 2_560, heightMm: 1_920, widthPx: 512, heightPx: 384, viewingDistanceM: 5, mountHeightM: 1.5 },
};
const short = '暴雨红色预警，请勿外出';
const long =
  '接市应急管理局通知：今天 14:30 起暴雨红色预警，请立即停止户外作业，已到岗的零工请到最近的驿站或地铁站内躲避，滞留工资由用工方按 8 小时支付，有困难请打 12333 或 0571-87000000，请互相转告，谢谢配合。';
const said = (words: string) => ({ head: '紧急通知 · 城站火车站星工驿站', words, foot: '0571-8700000' });

describe.each(Object.entries(glass))('urgent words on a %s glass', (layout, size) => {
  test('are its kind of glass', () => {
    expect(chooseLayout(size)).toBe(layout);
  });

  test.each([
    ['a short one', short],
    ['the longest', long],
  ])('%s is legible, whole, and within its room', (_which, words) => {
    const plan = planUrgent(size, said(words));
    expect(plan.words.font).toBeGreaterThanOrEqual(minFontPx(size));
    expect(plan.pages.flat().join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
    for (const page of plan.pages) {
      expect(page.length * plan.words.font * plan.words.lineHeight).toBeLessThanOrEqual(plan.words.height);
      for (const line of page) expect(textWidthEm(line) * plan.words.font).toBeLessThanOrEqual(plan.words.width);
    }
    expect(plan.words.y + plan.words.height).toBeLessThanOrEqual(size.heightPx);
    // With the badge's air on both sides.
    expect((textWidthEm(said(words).head) + 0.8) * plan.head.font).toBeLessThanOrEqual(plan.head.width);
  });

  test('are as large as there is room: a shorter one is larger', () => {
    expect(planUrgent(size, said(short)).words.font).toBeGreaterThanOrEqual(planUrgent(size, said(long)).words.font);
  });
});

test('a larger type would not fit', () => {
  const plan = planUrgent(glass.landscape as GlassSize, said(short));
  const larger = plan.words.font + 1;
  const lines = breakLines(short, plan.words.width / larger);
  expect(
    lines.length * larger * plan.words.lineHeight > plan.words.height ||
      lines.some((line) => textWidthEm(line) * larger > plan.words.width),
  ).toBe(true);
});

test('a number is left whole, and the type small enough for it', () => {
  const plan = planUrgent(glass.portrait as GlassSize, said('请打 0571-87000000'));
  expect(plan.pages.flat().some((line) => line.includes('0571-87000000'))).toBe(true);
});
