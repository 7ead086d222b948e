import { describe, expect, test } from 'vitest';
import type { Glass } from '#server/domain/board/manifest.ts';
import { noticeSlides } from '#server/domain/board/notice.ts';
import { manifest } from '#server/domain/board/testing/rows.ts';
import { pageOfShow } from './next-show.ts';

const hall = manifest().screen;
const glasses = {
  'a wall in a hall': hall,
  'an upright screen': { ...hall, widthMm: 680, heightMm: 1210, widthPx: 1080, heightPx: 1920, viewingDistanceM: 3 },
  'a strip over a door': {
    ...hall,
    kind: 'led-ultra-wide',
    widthMm: 5760,
    heightMm: 640,
    widthPx: 2304,
    heightPx: 256,
    viewingDistanceM: 6,
  },
  'a coarse LED': { ...hall, kind: 'led-low-resolution', widthMm: 2560, heightMm: 1920, widthPx: 512, heightPx: 384, viewingDistanceM: 5 },
} satisfies Record<string, Glass>;

const startsAt = '2026-12-05T11:00:00Z';
const chinese = ['12月5日 星期六 19:00 开播', '直播带岗，开播时就在这块屏上看。'];
const english = ['Wednesday Sep 30, 19:00', 'Live on this screen.'];

describe.each(Object.entries(glasses))('the next show on %s', (_, glass) => {
  const text = { contentId: 'next-show', topic: 'notice' as const, title: '周六直播带岗', paragraphs: chinese };
  const pages = noticeSlides('next-show', text, glass).map((page) => ({ ...page, show: { startsAt } }));

  test('is worded by the glass, on no more pages than it has', () => {
    const shown = pages.map((page) => pageOfShow(page, english, glass));
    const words = shown.flatMap(({ paragraphs }) => paragraphs).join(' ');
    expect(words).toContain('19:00');
    expect(words).not.toContain('开播');
    expect(words.replaceAll(' ', '')).toContain('Liveonthisscreen.');
  });
});

test('words that would take more pages than there are leave what is there', () => {
  const slide = { kind: 'notice' as const, id: 'n', contentId: 'next-show', topic: 'notice' as const, title: '直播', paragraphs: ['明天'] };
  const page = { ...slide, page: 1, pages: 1, dwellMs: 12_000, show: { startsAt } };
  expect(
    pageOfShow(
      page,
      Array.from({ length: 80 }, () => 'a very long way of saying it'),
      hall,
    ),
  ).toBe(page);
});
