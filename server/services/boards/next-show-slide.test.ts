import { expect, it } from 'vitest';
import { manifest } from '../../domain/board/testing/rows.ts';
import { nextShowSlides } from './next-show-slide.ts';

const startsAt = '2026-12-05T11:00:00Z';
const shown = (now: string) =>
  nextShowSlides({
    glass: manifest().screen,
    timeZone: 'Asia/Shanghai',
    nextShow: { title: '周六直播带岗', startsAt },
    nowMs: Date.parse(now),
  }).flatMap((entry) => (entry.kind === 'slides' ? entry.slides : []));

it('tells the time of the next show as a fact, and in Chinese for a player that knows no better', () => {
  expect(shown('2026-12-04T00:00:00Z')).toMatchObject([
    { kind: 'notice', show: { startsAt }, paragraphs: ['12月5日 星期六 19:00 开播', '直播带岗，开播时就在这块屏上看。'] },
  ]);
});

it('is gone when the countdown begins', () => expect(shown('2026-12-05T10:00:00Z')).toEqual([]));
