import type { GlassFacts } from '#server/domain/board/compose.ts';
import type { NoticeSlide } from '#server/domain/board/manifest.ts';
import { noticeSlides } from '#server/domain/board/notice.ts';

/**
 * 下一场直播 in the glass's own language. Its pages were laid out with the Chinese words that an older player shows: where the others take more of them, which
 * shorter words don't, those stay.
 */
export function pageOfShow(slide: NoticeSlide, paragraphs: string[], glass: GlassFacts): NoticeSlide {
  const { id, contentId, topic, title } = slide;
  const pages = noticeSlides(id, { contentId, topic, title, paragraphs }, glass);
  const worded = pages[Math.min(slide.page, pages.length) - 1];
  return worded === undefined || pages.length > slide.pages ? slide : worded;
}
