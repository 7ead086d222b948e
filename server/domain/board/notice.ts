import { breakLines } from './break-lines.ts';
import type { GlassFacts } from './compose.ts';
import type { NoticeSlide } from './manifest.ts';
import { dwellMs } from './page.ts';
import type { BoardPlan } from './plan.ts';
import { planFor } from './slide.ts';

/** A notice before it is laid out for a glass. */
export type NoticeText = Pick<NoticeSlide, 'contentId' | 'topic' | 'title' | 'paragraphs' | 'source' | 'link'>;

/** How a page's words stand in the plan's `list`, in the glass's pixels. Drawn line by line as they are here, they can't be cut. */
export interface NoticeLayout {
  /** Of the topic's line; 0 on a strip, where the topic stands before the title. */
  topicPx: number;
  title: { px: number; lines: string[] };
  px: number;
  linePx: number;
  gapPx: number;
  paragraphs: string[][];
  source: string[];
}

const leading = 1.4;
/** Between paragraphs, in lines. */
const gap = 0.4;
/** Few words are set larger than they need to be, so that they are read from across the hall. */
const scales = [2.2, 1.8, 1.5, 1.25, 1.1, 1] as const;
const mostTitleLines = 2;

type Words = Pick<NoticeSlide, 'title' | 'paragraphs' | 'source'>;

/** The pages on which a notice stands on this glass: as few as its legible size allows, filled alike. */
export function noticeSlides(id: string, notice: NoticeText, glass: GlassFacts): NoticeSlide[] {
  const plan = planFor(glass, notice.link);
  const pages = pageWords(notice, plan);
  return pages.map((words, index) => ({
    kind: 'notice',
    id: pages.length === 1 ? id : `${id}.${index + 1}`,
    contentId: notice.contentId,
    topic: notice.topic,
    ...words,
    page: index + 1,
    pages: pages.length,
    ...(notice.link === undefined ? {} : { link: notice.link }),
    dwellMs: dwellMs([words.title, ...words.paragraphs, words.source ?? ''].join('').length),
  }));
}

/** How one page is drawn. */
export function layNotice(slide: Words & Pick<NoticeSlide, 'pages'>, plan: BoardPlan): NoticeLayout {
  const fitting = slide.pages === 1 ? scales.find((scale) => heightOf(layAt(slide, plan, scale)) <= roomFor(plan)) : 1;
  return layAt(slide, plan, fitting ?? 1);
}

function pageWords(notice: NoticeText, plan: BoardPlan): Words[] {
  const whole: Words = {
    title: notice.title,
    paragraphs: notice.paragraphs,
    ...(notice.source === undefined ? {} : { source: notice.source }),
  };
  const room = roomFor(plan);
  const lay = layAt(whole, plan, 1);
  if (heightOf(lay) <= room) return [whole];
  const forText = room - topicHeight(lay) - titleHeight(lay);
  // A title that leaves no room for what it is about is read first, as words among the others.
  if (forText < lay.linePx && notice.title !== '')
    return pageWords({ ...notice, title: '', paragraphs: [notice.title, ...notice.paragraphs] }, plan);
  let pages = fill(lay, forText);
  for (let less = forText - lay.linePx; less >= lay.linePx; less -= lay.linePx) {
    const evener = fill(lay, less);
    if (evener.length > pages.length) break;
    pages = evener;
  }
  return pages.map(({ paragraphs, source }) => ({ title: notice.title, paragraphs, ...(source === '' ? {} : { source }) }));
}

interface Filled {
  paragraphs: string[];
  source: string;
}

/** Line after line, a paragraph going on where the page before ended. A source that has no room takes a page of its own. */
function fill({ paragraphs, source, linePx, gapPx }: NoticeLayout, room: number): Filled[] {
  const pages: Filled[] = [];
  let page: Filled = { paragraphs: [], source: '' };
  let used = 0;
  const turn = () => {
    pages.push(page);
    page = { paragraphs: [], source: '' };
    used = 0;
  };
  for (const lines of paragraphs) {
    let begun = false;
    for (const line of lines) {
      let height = linePx + (begun || used === 0 ? 0 : gapPx);
      if (used > 0 && used + height > room) {
        turn();
        begun = false;
        height = linePx;
      }
      used += height;
      if (begun) page.paragraphs.push((page.paragraphs.pop() ?? '') + line);
      else page.paragraphs.push(line);
      begun = true;
    }
  }
  const sourceHeight = source.length * linePx + gapPx;
  if (source.length > 0) {
    if (used > 0 && used + sourceHeight > room) turn();
    page.source = source.join('');
  }
  return [...pages, page];
}

const air = (plan: BoardPlan) => (plan.layout === 'strip' ? 0 : plan.type.fact * 0.5);

const roomFor = (plan: BoardPlan) => plan.list.height - 2 * air(plan);

function layAt({ title, paragraphs, source }: Words, plan: BoardPlan, scale: number): NoticeLayout {
  const width = plan.list.width - 2 * plan.gutter;
  const px = Math.floor(plan.type.fact * scale);
  const titlePx = [plan.type.trade, plan.type.trade * 0.8, plan.type.fact * 1.1, plan.type.fact]
    .map((size) => Math.floor(Math.max(size, plan.type.fact)))
    .find((size) => breakLines(title, width / size).length <= (plan.layout === 'strip' ? 1 : mostTitleLines));
  const isStrip = plan.layout === 'strip';
  return {
    topicPx: isStrip ? 0 : plan.type.fact,
    title: { px: titlePx ?? plan.type.fact, lines: breakLines(title, width / (titlePx ?? plan.type.fact)) },
    px,
    linePx: Math.ceil(px * (isStrip ? 1.25 : leading)),
    gapPx: Math.ceil(px * (isStrip ? 0 : gap)),
    paragraphs: paragraphs.map((paragraph) => breakLines(paragraph, width / px)),
    source: source === undefined ? [] : breakLines(source, width / px),
  };
}

const topicHeight = ({ topicPx }: NoticeLayout) => topicPx * 1.6;
const titleHeight = ({ title, gapPx }: NoticeLayout) =>
  title.lines.length === 0 ? 0 : Math.ceil(title.px * 1.25) * title.lines.length + gapPx;

function heightOf(lay: NoticeLayout): number {
  const { paragraphs, source, linePx, gapPx } = lay;
  const lines = paragraphs.reduce((sum, paragraph) => sum + paragraph.length, source.length);
  const blocks = paragraphs.length + (source.length > 0 ? 1 : 0);
  return topicHeight(lay) + titleHeight(lay) + lines * linePx + Math.max(0, blocks - 1) * gapPx;
}
