import { describe, expect, test } from 'vitest';
import { breakLines } from './break-lines.ts';
import type { GlassFacts } from './compose.ts';
import { minFontPx } from './legibility.ts';
import { layNotice, type NoticeText, noticeSlides } from './notice.ts';
import { planFor } from './slide.ts';
import { manifest } from './testing/rows.ts';
import { textWidthEm } from './text-width.ts';

const { layout: _, ...wall } = manifest().screen;
const glasses: [string, GlassFacts][] = [
  ['a landscape wall', wall],
  ['a portrait panel', { ...wall, widthMm: 680, heightMm: 1210, widthPx: 1080, heightPx: 1920, viewingDistanceM: 3 }],
  [
    'a strip over a gate',
    { ...wall, kind: 'led-ultra-wide', widthMm: 6400, heightMm: 640, widthPx: 1920, heightPx: 192, viewingDistanceM: 6 },
  ],
  [
    'a coarse LED',
    { ...wall, kind: 'led-low-resolution', widthMm: 2560, heightMm: 1920, widthPx: 512, heightPx: 384, viewingDistanceM: 5 },
  ],
];
const sentence = '从事灵活就业的人员可以按月向参保地申领社会保险补贴，补贴期限最长不超过3年（以初次核定时间为准）。';
const short: NoticeText = { contentId: 'c1', topic: 'rights', title: '求职不交押金', paragraphs: ['遇到收费请拨打 12333。'] };
const long: NoticeText = {
  contentId: 'c2',
  topic: 'policy',
  title: '关于灵活就业人员社会保险补贴的办理说明（2026年修订）',
  paragraphs: Array.from({ length: 12 }, (_, index) => `${index + 1}. ${sentence.repeat(2)}`),
  source: '来源：某市人力资源和社会保障局 2026-11-02',
};
const link = { code: 'AB12CD34', url: 'http://192.168.1.10:3000/j/AB12CD34' };

describe.each(glasses)('on %s', (_, glass) => {
  test.each([
    ['without a code', long],
    ['with one', { ...long, link }],
  ])('no word of a long notice is lost %s, nor set smaller than can be read', (_, notice) => {
    const slides = noticeSlides('n', notice, glass);
    const told = slides.map((slide) => slide.paragraphs.join('')).join('');
    const inText = slides[0]?.title === '' ? notice.title : '';
    expect(told).toBe(inText + notice.paragraphs.join(''));
    expect(slides.at(-1)?.source).toBe(notice.source);
    const plan = planFor(glass, notice.link);
    for (const slide of slides) {
      const lay = layNotice(slide, plan);
      expect(lay.px).toBeGreaterThanOrEqual(minFontPx(glass));
      const blocks = lay.paragraphs.length + (lay.source.length > 0 ? 1 : 0);
      const lines = lay.paragraphs.flat().length + lay.source.length;
      const title = lay.title.lines.length * lay.title.px * 1.25;
      expect(lay.topicPx * 1.6 + title + lines * lay.linePx + (blocks - 1) * lay.gapPx).toBeLessThanOrEqual(plan.list.height);
      const widest = Math.max(...[...lay.paragraphs.flat(), ...lay.source].map((line) => textWidthEm(line.trimEnd()) * lay.px));
      expect(widest).toBeLessThanOrEqual(plan.list.width - 2 * plan.gutter + 0.001);
    }
  });

  test('a short one is one page, as large as the glass allows', () => {
    const [slide, ...more] = noticeSlides('n', short, glass);
    if (slide === undefined) throw new Error('no page');
    expect(more).toEqual([]);
    const plan = planFor(glass, undefined);
    if (plan.layout !== 'strip') expect(layNotice(slide, plan).px).toBeGreaterThan(plan.type.fact);
  });
});

test.each([
  ['begins no line with a closing mark', '一二三四，五六', 4, ['一二三', '四，五六']],
  ['ends no line with an opening one', '一二三（四）五', 4, ['一二三', '（四）五']],
  ['keeps a number whole', '请拨打电话12333咨询', 6, ['请拨打电话', '12333咨询']],
  ['cuts an address only where no line can hold it', 'https://example.org/abc', 5, undefined],
])('breaking lines %s', (_, text, em, lines) => {
  const broken = breakLines(text, em);
  expect(broken.join('')).toBe(text);
  for (const line of broken) expect(textWidthEm(line)).toBeLessThanOrEqual(em);
  if (lines) expect(broken).toEqual(lines);
});
