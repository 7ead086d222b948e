import { describe, expect, test } from 'vitest';
import { noticeSlides } from '#server/domain/board/notice.ts';
import { glassOfShape } from '#server/domain/board/testing/shapes.ts';
import { pageOfShow } from './next-show.ts';

const startsAt = '2026-12-05T11:00:00Z';
const chinese = ['12月5日 星期六 19:00 开播', '直播带岗，开播时就在这块屏上看。'];
const english = ['Wednesday Sep 30, 19:00', 'Live on this screen.'];

describe.each(Object.entries(glassOfShape))('the next show on %s', (_, glass) => {
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
      glassOfShape['a wall in a hall'],
    ),
  ).toBe(page);
});
