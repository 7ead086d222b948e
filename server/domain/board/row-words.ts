import {
  type Day,
  formatDistance,
  formatPlaces,
  formatSettlement,
  formatShift,
  type GlassLocale,
  type PayWords,
  payWords,
} from './format.ts';
import type { BoardRow } from './manifest.ts';
import type { BoardPlan } from './plan.ts';
import { separatorEm } from './plan-sizes.ts';
import { shortenEmployer, shortenPlace, shortenTrade } from './shorten.ts';
import { textWidthEm } from './text-width.ts';

/** One row as it stands on one glass: worded and fitted. */
export interface RowWords {
  number: string;
  trade: string;
  employer?: string;
  /** Beside the trade, or on the line of the shift where a wide pay leaves no room. */
  employerOn: 'first' | 'last';
  pay: PayWords;
  place: string;
  distance?: string;
  shift: string;
  settlement?: string;
  /** Absent when the figure is too old to be shown. */
  places?: string;
}

export interface Wording extends Day {
  locale: GlassLocale;
  /** Counts older than ten minutes are not shown as if they were true. */
  hidePlaces: boolean;
}

const unknownPlace: Record<GlassLocale, string> = { 'zh-CN': '地点问驿站', en: 'ask for the place' };

/** What a row says, before it has to fit anywhere: phone pages and lists use this one. */
export function wordRow(row: BoardRow, { locale, today, hidePlaces }: Wording): RowWords {
  const settlement = formatSettlement(row.pay, locale);
  const distance = formatDistance(row.distanceM, locale);
  return {
    number: String(row.number),
    trade: row.trade,
    ...(row.employer === undefined ? {} : { employer: row.employer }),
    employerOn: 'first',
    pay: payWords(row.pay, locale),
    place: row.place ?? unknownPlace[locale],
    ...(distance === undefined ? {} : { distance }),
    shift: formatShift(row.shift, { today }, locale),
    ...(settlement === undefined ? {} : { settlement }),
    ...(hidePlaces && !row.filled ? {} : { places: formatPlaces(row, locale) }),
  };
}

type FitPlan = Pick<BoardPlan, 'rowLines' | 'textWidth' | 'type' | 'layout'>;

/** 岗位名 gives way first, then the place, then the employer; pay, distance, hours and counts never do. */
export function fitRow(row: BoardRow, plan: FitPlan, wording: Wording): RowWords {
  const words = wordRow(row, wording);
  const { type, textWidth } = plan;
  if (plan.layout === 'led') return fitLed(row, words, plan);
  const payPx = payWidth(words.pay, type);
  const firstLine = textWidth - payPx - type.fact * 0.6;
  const trade = shortenTrade(row, firstLine / type.trade);
  const beside = firstLine - textWidthEm(trade) * type.trade - type.employer * 0.6;
  const { employer: named, ...rest } = words;
  const fitted = { ...rest, trade, place: shortenPlace(words.place, placeRoom(words, plan)) };
  const first = named === undefined ? undefined : shortenEmployer(named, beside / type.employer);
  if (named === undefined || first !== undefined) return { ...fitted, ...(first === undefined ? {} : { employer: first }) };
  const last = plan.rowLines === 3 ? shortenEmployer(named, (besideShift(words, plan) * type.fact) / type.employer) : undefined;
  return { ...fitted, ...(last === undefined ? {} : { employer: last, employerOn: 'last' }) };
}

/** Yellow figure, thin gap, unit. */
export const payWidth = (pay: PayWords, type: { pay: number; unit: number }) =>
  textWidthEm(pay.amount) * type.pay + (pay.unit ? (textWidthEm(pay.unit) + 0.2) * type.unit : 0);

const stateEm = (words: RowWords) => textWidthEm([words.settlement, words.places].filter(Boolean).join(' ')) + 0.3;

/** What three lines leave between shift and places left. */
const besideShift = (words: RowWords, { textWidth, type }: FitPlan) =>
  textWidth / type.fact - textWidthEm(words.shift) - separatorEm - stateEm(words) - 0.6;

function placeRoom(words: RowWords, { rowLines, textWidth, type }: FitPlan): number {
  const line = textWidth / type.fact;
  const distance = words.distance === undefined ? 0 : textWidthEm(words.distance) + separatorEm;
  if (rowLines === 3) return line - distance;
  const right = stateEm(words);
  const shift = textWidthEm(words.shift) + separatorEm;
  return line - distance - shift - right - 0.8;
}

/** One job fills the glass: each fact has a line of its own. */
function fitLed(row: BoardRow, words: RowWords, { textWidth, type }: FitPlan): RowWords {
  const { employer: _, ...rest } = words;
  return { ...rest, trade: shortenTrade(row, textWidth / type.trade), place: shortenPlace(words.place, textWidth / type.fact) };
}

/** What is read of one row, for how long its slide must stay: everything that says something, without separators. */
export function readableCharacters(words: RowWords): number {
  const { number, trade, employer, pay, place, distance, shift, settlement, places } = words;
  const text = [number, trade, employer, pay.amount, pay.unit, place, distance, shift, settlement, places].join('');
  return [...text.replace(/[\s·–/:…]/gu, '')].length;
}
