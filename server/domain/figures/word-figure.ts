import { figureDefinitions } from './definitions.ts';
import type { FigureReading, FigureUnit } from './figure.ts';

export type FigureLocale = 'zh-CN' | 'en';

const unitWords = {
  'person-days': { 'zh-CN': '人次', en: 'person-days' },
  minutes: { 'zh-CN': '分钟', en: 'min' },
  share: { 'zh-CN': '%', en: '%' },
  of: { 'zh-CN': '个属实', en: 'true' },
  postings: { 'zh-CN': '个', en: 'postings' },
  places: { 'zh-CN': '人', en: 'people' },
  times: { 'zh-CN': '次', en: 'times' },
  grabs: { 'zh-CN': '单', en: 'grabs' },
  'yuan-a-day': { 'zh-CN': '元/天', en: 'yuan a day' },
} as const satisfies Record<FigureUnit, Record<FigureLocale, string>>;

export const wordUnit = (unit: FigureUnit, locale: FigureLocale): string => unitWords[unit][locale];

/** 12,345: the same in both languages, without asking an old box for its locale data. */
export function wordNumber(value: number): string {
  const [whole = '', fraction] = String(Math.abs(value)).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/gu, ',');
  return `${value < 0 ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

export interface WordedFigure {
  name: string;
  definition: string;
  /** Absent: there is nothing to reckon from, and `none` says so. */
  number?: string;
  unit: string;
  none: string;
  /** The 95 % interval, where the number comes from a sample. */
  interval?: string;
}

export function wordFigure(reading: FigureReading, locale: FigureLocale): WordedFigure {
  const { name, definition, none } = figureDefinitions[reading.key][locale];
  const worded: WordedFigure = { name, definition, none, unit: wordUnit(reading.unit, locale) };
  if (reading.value === null) return worded;
  worded.number = reading.of === undefined ? wordNumber(reading.value) : `${wordNumber(reading.value)}/${wordNumber(reading.of)}`;
  if (reading.low !== undefined && reading.high !== undefined)
    worded.interval = locale === 'zh-CN' ? `95% 把握在 ${reading.low}%–${reading.high}%` : `95% interval ${reading.low}–${reading.high}%`;
  return worded;
}
