import type { GlassFacts } from '../../domain/board/compose.ts';
import type { Manifest } from '../../domain/board/manifest.ts';
import { noticeSlides } from '../../domain/board/notice.ts';
import { localTimeOf } from '../../domain/programme/local-time.ts';
import type { EntryOnGlass } from '../../domain/programme/on-glass.ts';
import { weekdayOf } from '../../domain/programme/timetable.ts';

/** From here on the player counts down by itself, between any two pages: see signage's coming-show. */
const countedDownMs = 3_600_000;

/** 下一场直播 as a page of a playlist: what it is and when, until its countdown begins. Nothing where none is planned. */
export function nextShowSlides({
  glass,
  timeZone,
  nextShow,
  nowMs,
}: {
  glass: GlassFacts;
  timeZone: string;
  nextShow: Manifest['nextShow'];
  nowMs: number;
}): EntryOnGlass[] {
  if (nextShow === undefined) return [];
  const startMs = Date.parse(nextShow.startsAt);
  const untilMs = startMs - countedDownMs;
  if (untilMs <= nowMs) return [];
  const { day, time } = localTimeOf(startMs, timeZone);
  const [, month = '', date = ''] = day.split('-');
  const when = `${Number(month)}月${Number(date)}日 星期${'一二三四五六日'[weekdayOf(day) - 1] ?? ''} ${time} 开播`;
  const slides = noticeSlides(
    `next-show-${startMs}`,
    { contentId: 'next-show', topic: 'notice', title: nextShow.title, paragraphs: [when, '直播带岗，开播时就在这块屏上看。'] },
    glass,
  );
  const { startsAt } = nextShow;
  return [{ kind: 'slides', slides: slides.map((slide) => ({ ...slide, show: { startsAt } })), until: new Date(untilMs).toISOString() }];
}
