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

/** One row in words. */
export interface RowWords {
  number: string;
  trade: string;
  employer?: string;
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
    pay: payWords(row.pay, locale),
    place: row.place ?? unknownPlace[locale],
    ...(distance === undefined ? {} : { distance }),
    shift: formatShift(row.shift, { today }, locale),
    ...(settlement === undefined ? {} : { settlement }),
    ...(hidePlaces && !row.filled ? {} : { places: formatPlaces(row, locale) }),
  };
}

/** What is read of one row, for how long its slide must stay: everything that says something, without separators. */
export function readableCharacters(words: RowWords): number {
  const { number, trade, employer, pay, place, distance, shift, settlement, places } = words;
  const text = [number, trade, employer, pay.amount, pay.unit, place, distance, shift, settlement, places].join('');
  return [...text.replace(/[\s·–/:…]/gu, '')].length;
}
