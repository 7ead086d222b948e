import { boardRow } from '../board/board-row.ts';
import { fitRow, type Lost } from '../board/fit-row.ts';
import { judgeGlass } from '../board/judge.ts';
import type { BoardRow } from '../board/manifest.ts';
import { type GlassSize, planBoard } from '../board/plan.ts';
import { isCut, shortenPlace, shortenTrade } from '../board/shorten.ts';
import type { PostingFacts } from '../posting/facts.ts';

/** A glass that a posting is to reach. */
export interface ReachedGlass {
  /** 城站火车站星工驿站 大屏 */
  name: string;
  glass: GlassSize;
  station: { lat: number | null; lon: number | null };
}

/** What glass says of a posting, in the shape of every other finding. A pay that can't be read blocks; what would be cut short warns. */
export interface GlassFinding {
  rule: 'GLASS_TRADE' | 'GLASS_PLACE' | 'GLASS_SHIFT' | 'GLASS_PAY' | 'GLASS_CODE';
  severity: 'block' | 'warn';
  field: 'trade' | 'place' | 'shift' | 'pay' | 'glass';
  explanation: { zh: string; en: string };
  fix?: { zh: string; en: string };
  /** What the field could say instead, so that it stands whole on every one of these glasses. */
  proposal?: string;
}

interface At {
  addressBytes: number;
  /** In the station's zone, YYYY-MM-DD. */
  today: string;
}

const codeOf = { TRADE: 'GLASS_TRADE', PLACE: 'GLASS_PLACE', SHIFT: 'GLASS_SHIFT', PAY: 'GLASS_PAY' } as const satisfies Record<
  Lost,
  string
>;
const fieldOf = { TRADE: 'trade', PLACE: 'place', SHIFT: 'shift', PAY: 'pay' } as const satisfies Record<Lost, string>;
const named = {
  TRADE: { zh: '岗位名', en: 'The job’s name' },
  PLACE: { zh: '地点', en: 'The place' },
  SHIFT: { zh: '时间', en: 'The hours' },
  PAY: { zh: '工资', en: 'The pay' },
} satisfies Record<Lost, { zh: string; en: string }>;

/** What each of these glasses could not say of it, told once a fact, with a wording that all of them can. */
export function glassFindings(facts: PostingFacts, reached: readonly ReachedGlass[], at: At): GlassFinding[] {
  const losing = new Map<Lost, ReachedGlass[]>();
  for (const one of reached) for (const lost of lostOn(facts, one, at)) losing.set(lost, [...(losing.get(lost) ?? []), one]);
  const unscannable = reached.filter(({ glass }) => !judgeGlass(glass, at.addressBytes).fits);
  return [
    ...[...losing].map(([lost, glasses]) => findingOf(lost, glasses, facts, at)),
    ...(unscannable.length === 0 ? [] : [codeFinding(unscannable)]),
  ];
}

export function lostOn(
  facts: PostingFacts,
  { glass, station }: Pick<ReachedGlass, 'glass' | 'station'>,
  { addressBytes, today }: At,
): Lost[] {
  return fitRow(rowOf(facts, station, today), planBoard(glass, addressBytes), { locale: 'zh-CN', today, hidePlaces: false }).lost;
}

const rowOf = (facts: PostingFacts, station: ReachedGlass['station'], today: string): BoardRow =>
  boardRow(
    {
      ...{ id: '', number: 100, facts, placesLeft: facts.headcount.max, filled: false, lat: null, lon: null },
      ...{ confirmedAt: null, expiresAt: null },
    },
    station,
    today,
  );

function findingOf(lost: Lost, glasses: readonly ReachedGlass[], facts: PostingFacts, at: At): GlassFinding {
  const where = listed(glasses);
  const words = named[lost];
  const proposal = proposalFor(lost, glasses, facts, at);
  return {
    rule: codeOf[lost],
    severity: lost === 'PAY' ? 'block' : 'warn',
    field: fieldOf[lost],
    explanation: {
      zh: `${words.zh}在 ${glasses.length} 块屏上放不下，会被截断：${where.zh}`,
      en: `${words.en} does not fit on ${glasses.length} screens and would be cut short: ${where.en}`,
    },
    ...(proposal === undefined
      ? { fix: { zh: `请把${words.zh}写短些`, en: `${words.en} should be shorter` } }
      : { proposal, fix: { zh: `改成「${proposal}」就能放下`, en: `“${proposal}” would fit` } }),
  };
}

const codeFinding = (glasses: readonly ReachedGlass[]): GlassFinding => {
  const where = listed(glasses);
  return {
    rule: 'GLASS_CODE',
    severity: 'warn',
    field: 'glass',
    explanation: {
      zh: `${glasses.length} 块屏现在放不下能扫的二维码或能看清的字：${where.zh}`,
      en: `${glasses.length} screens cannot hold a code that scans or text that can be read: ${where.en}`,
    },
    fix: {
      zh: '到「屏幕 → 尺寸」里看建议：改小观看距离、竖过来挂或改回标准字号',
      en: 'See the proposals under Screens → Size: nearer, upright, or standard type',
    },
  };
};

const mostListed = 3;
function listed(glasses: readonly ReachedGlass[]) {
  const names = glasses.slice(0, mostListed).map(({ name }) => name);
  const more = glasses.length - names.length;
  return { zh: `${names.join('、')}${more > 0 ? ' 等' : ''}`, en: `${names.join(', ')}${more > 0 ? ' and others' : ''}` };
}

/** The longest wording that stands whole on all of them. */
function proposalFor(lost: Lost, glasses: readonly ReachedGlass[], facts: PostingFacts, at: At): string | undefined {
  if (lost !== 'TRADE' && lost !== 'PLACE') return undefined;
  const saying = lost === 'TRADE' ? facts.trade : (facts.place ?? '');
  const tried = lost === 'TRADE' ? shorterTrades(saying) : shorterPlaces(saying);
  return tried.find((words) => {
    const { title: _, ...rest } = facts;
    const changed = lost === 'TRADE' ? { ...rest, trade: words } : { ...facts, place: words };
    return glasses.every((glass) => !lostOn(changed, glass, at).includes(lost));
  });
}

/** In a trade the last word is the work itself: 夜间快件装卸工 is a 装卸工. */
function shorterTrades(trade: string): string[] {
  const bare = shortenTrade({ trade }, Number.POSITIVE_INFINITY).replace(/[（(].*?[）)]/gu, '');
  const characters = [...bare];
  const tails = characters.map((_, from) => characters.slice(from).join('')).slice(1);
  return unique([bare, ...tails]).filter((words) => words !== trade && [...words].length >= 2);
}

/** Regions and what hangs off a house number go first; then what was said before the last comma, and last the end of the way. */
function shorterPlaces(place: string): string[] {
  const meant = Array.from({ length: 24 }, (_, em) => shortenPlace(place, 24 - em)).filter((words) => !isCut(words));
  const parts = place.split(/[，,；;、\s]/u).filter((part) => part.length >= 2);
  const ends = [...place].map((_, from) => [...place].slice(from).join('')).slice(1);
  return unique([...meant, ...parts, ...ends]).filter((words) => words !== place && [...words].length >= 2 && !/^\d/u.test(words));
}

const unique = (words: readonly string[]) => [...new Set(words)].sort((a, b) => b.length - a.length);
