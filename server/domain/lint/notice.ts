import { breakLines } from '../board/break-lines.ts';
import { type GlassFacts, glassKey } from '../board/compose.ts';
import { minFontPx } from '../board/legibility.ts';
import { layNotice, noticeSlides } from '../board/notice.ts';
import { chooseLayout } from '../board/plan.ts';
import { planUrgent } from '../board/plan-urgent.ts';
import { planFor } from '../board/slide.ts';
import { textWidthEm } from '../board/text-width.ts';

/** A glass on which a notice is to stand. */
export interface NoticeGlass {
  /** 城站火车站星工驿站 大屏 */
  name: string;
  glass: GlassFacts;
  station: { name: string; phone: string };
}

/**
 * What glass says of a notice. No glass sets it smaller than can be read from where people stand: words that have no room take turns on
 * pages. What goes round too slowly for anybody to read blocks; what no other wording could mend warns.
 */
export interface NoticeFinding {
  rule: 'NOTICE_TOO_LONG' | 'NOTICE_WORD_BROKEN' | 'NOTICE_GLASS';
  severity: 'block' | 'warn';
  field: 'message' | 'paragraphs' | 'glass';
  explanation: { zh: string; en: string };
  fix?: { zh: string; en: string };
  /** Of urgent words: shorter ones that can be read on all of these glasses. */
  proposal?: string;
  /** Of a notice among the jobs: its paragraphs as several notices. */
  parts?: string[][];
  /** The longest that one round takes, in seconds. */
  seconds?: number;
  /** On which screens, some of them by name. */
  on: { screens: number; names: string };
}

/** A passer-by gives a wall twenty seconds: urgent words that take turns must have been seen whole by then. */
export const urgentRoundMs = 20_000;
/** Three passers-by one after the other; for longer no notice keeps the jobs away. */
export const noticeRoundMs = 60_000;

export interface NoticeWords {
  title: string;
  paragraphs: readonly string[];
  source: string;
}

export function urgentFindings(message: string, reached: readonly NoticeGlass[]): NoticeFinding[] {
  const slow = reached.filter(slowFor(urgentRound(message), urgentRoundMs));
  const broken = reached.filter((one) => breaksWord(message, one));
  return [
    ...(slow.length === 0 ? [] : [tooLongToShout(message, slow)]),
    ...(broken.length === 0 ? [] : [wordBroken(broken)]),
    ...tooSmall(reached, (one) => urgentFits(message, one)),
  ];
}

export function noticeFindings(words: NoticeWords, reached: readonly NoticeGlass[]): NoticeFinding[] {
  const slow = reached.filter(slowFor(noticeRound(words), noticeRoundMs));
  return [...(slow.length === 0 ? [] : [tooLongToHang(words, slow)]), ...tooSmall(reached, noticeFits)];
}

/** How long one round of pages takes on a glass, ms; 0 where all of it stands there at once. */
type Round = (one: NoticeGlass) => number;

const slowFor = (round: Round, mostMs: number) => {
  const known = new Map<string, number>();
  return (one: NoticeGlass): boolean => {
    // Thousands of walls are a few dozen kinds of glass.
    const key = `${glassKey(one.glass)} ${textWidthEm(one.station.name)}`;
    const ms = known.get(key) ?? round(one);
    known.set(key, ms);
    return ms > mostMs;
  };
};

/** As the glass plans it (UrgentOnGlass.svelte), with the longest head that it may have. */
const urgentPlan = (message: string, { glass, station }: NoticeGlass) =>
  planUrgent(glass, { head: `演练 · 紧急通知　${station.name}`, words: message, foot: station.phone });

const urgentRound =
  (message: string): Round =>
  (one) => {
    const { pages, pageMs } = urgentPlan(message, one);
    return pages.length === 1 ? 0 : pages.length * pageMs;
  };

const noticeRound =
  ({ title, paragraphs, source }: NoticeWords): Round =>
  ({ glass }) => {
    const slides = slidesOf({ title, paragraphs, source }, glass);
    return slides.length === 1 ? 0 : slides.reduce((sum, { dwellMs }) => sum + dwellMs, 0);
  };

const slidesOf = ({ title, paragraphs, source }: NoticeWords, glass: GlassFacts) =>
  noticeSlides('', { contentId: '', topic: 'notice', title, paragraphs: [...paragraphs], source }, glass);

const longestOf = (round: Round, slow: readonly NoticeGlass[]) => Math.round(Math.max(...slow.map(round)) / 1_000);

function tooLongToShout(message: string, slow: readonly NoticeGlass[]): NoticeFinding {
  const seconds = longestOf(urgentRound(message), slow);
  const proposal = shorterMessages(message).find((words) => !slow.some(slowFor(urgentRound(words), urgentRoundMs)));
  return {
    ...{ rule: 'NOTICE_TOO_LONG', severity: 'block', field: 'message', seconds, on: onScreens(slow) },
    explanation: tooLongWords(slow, seconds, urgentRoundMs),
    fix:
      proposal === undefined
        ? { zh: '请只写要人做什么，其余的不写', en: 'Say what people should do, and leave the rest out' }
        : { zh: `改成「${proposal}」就看得清、看得完`, en: `“${proposal}” can be read in time` },
    ...(proposal === undefined ? {} : { proposal }),
  };
}

function tooLongToHang(words: NoticeWords, slow: readonly NoticeGlass[]): NoticeFinding {
  const seconds = longestOf(noticeRound(words), slow);
  const kinds = [...new Map(slow.map((one) => [glassKey(one.glass), one])).values()];
  const parts = partsOf(words, kinds);
  return {
    ...{ rule: 'NOTICE_TOO_LONG', severity: 'block', field: 'paragraphs', seconds, on: onScreens(slow) },
    explanation: tooLongWords(slow, seconds, noticeRoundMs),
    fix:
      parts === undefined
        ? { zh: '请写短些', en: 'It should be shorter' }
        : { zh: `分成 ${parts.length} 条就看得完`, en: `As ${parts.length} notices it can be read in time` },
    ...(parts === undefined ? {} : { parts }),
  };
}

const tooLongWords = (slow: readonly NoticeGlass[], seconds: number, mostMs: number) => {
  const where = listed(slow);
  return {
    zh: `字大到看得清，这条通知在 ${slow.length} 块屏上要 ${seconds} 秒才轮完一遍，最多 ${mostMs / 1_000} 秒：${where.zh}`,
    en: `In type that can be read it takes ${seconds} s to go round on ${slow.length} screens, ${mostMs / 1_000} s at most: ${where.en}`,
  };
};

const wordBroken = (broken: readonly NoticeGlass[]): NoticeFinding => {
  const where = listed(broken);
  return {
    ...{ rule: 'NOTICE_WORD_BROKEN', severity: 'warn', field: 'message', on: onScreens(broken) },
    explanation: {
      zh: `有一串号码或网址在 ${broken.length} 块屏上一行放不下，会断开：${where.zh}`,
      en: `A number or address does not fit into a line on ${broken.length} screens and would be broken: ${where.en}`,
    },
    fix: { zh: '网址换成电话，电话不写区号', en: 'A telephone instead of an address, without its area code' },
  };
};

function tooSmall(reached: readonly NoticeGlass[], fits: (one: NoticeGlass) => boolean): NoticeFinding[] {
  const small = reached.filter((one) => !fits(one));
  if (small.length === 0) return [];
  const where = listed(small);
  return [
    {
      ...{ rule: 'NOTICE_GLASS', severity: 'warn', field: 'glass', on: onScreens(small) },
      explanation: {
        zh: `${small.length} 块屏太小或太远，一行看得清的字也放不下：${where.zh}`,
        en: `${small.length} screens are too small or too far away for one line that can be read: ${where.en}`,
      },
      fix: { zh: '到「屏幕 → 尺寸」里看建议，或不发给它们', en: 'See the proposals under Screens → Size, or leave them out' },
    },
  ];
}

/** One line has room between what it is and whom to ask. */
const urgentFits = (message: string, one: NoticeGlass): boolean => {
  const { words, foot } = urgentPlan(message, one);
  const floor = chooseLayout(one.glass) === 'strip' ? one.glass.heightPx : foot.y;
  return words.y + words.font * words.lineHeight <= floor && words.font <= words.width;
};

const noticeFits = ({ glass }: NoticeGlass): boolean => {
  const [slide] = slidesOf({ title: '通知', paragraphs: ['通知'], source: '来源' }, glass);
  return slide !== undefined && layNotice(slide, planFor(glass, undefined)).px >= minFontPx(glass);
};

/** A number or an address that even the smallest legible type has to break. */
function breaksWord(message: string, one: NoticeGlass): boolean {
  const { words } = urgentPlan(message, one);
  const whole = message.match(/[A-Za-z0-9][A-Za-z0-9./:@_-]{4,}/g) ?? [];
  return whole.some((word) => breakLines(word, words.width / words.font).length > 1);
}

/** Its clauses in their order, the last ones left out one by one; a clause with a telephone number stays as long as any other does. */
function shorterMessages(message: string): string[] {
  const clauses = clausesOf(message);
  const hasNumber = (clause: string) => /\d[\d-]{2,}/.test(clause);
  const leastFirst = clauses.map((_, at) => at).reverse();
  const order = [...leastFirst.filter((at) => !hasNumber(clauses[at] ?? '')), ...leastFirst.filter((at) => hasNumber(clauses[at] ?? ''))];
  const gone = new Set<number>();
  const shorter: string[] = [];
  for (const at of order.slice(0, -1)) {
    gone.add(at);
    const kept = clauses.filter((_, index) => !gone.has(index)).join('');
    shorter.push(kept.replace(/[，、；：,;:\s]+$/u, ''));
  }
  return shorter.filter((words) => [...words].length >= 4 && words !== message);
}

/** Whole paragraphs where that is enough, else sentences; each part can be read in time on all of these glasses. */
function partsOf({ title, paragraphs, source }: NoticeWords, slow: readonly NoticeGlass[]): string[][] | undefined {
  // Each part's title will carry a number (1/2); a longer title may be laid out in another way.
  const titles = [title, `${title}（00/00）`];
  const fits = (part: readonly string[]) =>
    !slow.some((one) => titles.some((said) => noticeRound({ title: said, paragraphs: part, source })(one) > noticeRoundMs));
  const pieces = paragraphs.flatMap((paragraph) => (fits([paragraph]) ? [paragraph] : clausesOf(paragraph)));
  const parts: string[][] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (last !== undefined && fits([...last, piece])) last.push(piece);
    else if (fits([piece])) parts.push([piece]);
    else return undefined;
  }
  return parts;
}

const clausesOf = (text: string): string[] => text.match(/[^。！？；!?;，,]+[。！？；!?;，,]*/gu) ?? [text];

const onScreens = (glasses: readonly NoticeGlass[]) => ({ screens: glasses.length, names: listed(glasses).zh });

const mostListed = 3;
function listed(glasses: readonly NoticeGlass[]) {
  const names = glasses.slice(0, mostListed).map(({ name }) => name);
  const more = glasses.length > names.length;
  return { zh: `${names.join('、')}${more ? ' 等' : ''}`, en: `${names.join(', ')}${more ? ' and others' : ''}` };
}
