import type { Headcount } from '../../posting/facts.ts';
import { chineseDigits, readChineseNumber } from '../text/chinese-number.ts';
import { cleanLine, fold } from '../text/clean-text.ts';

/**
 * 若干, 多名, 人数不限: the employer named no number. One to five is our assumption until a clerk asks; `approximate`
 * says so, the lint asks for the number, and no wall shows it as "还剩 5 人".
 */
export const unspecifiedHeadcount: Headcount = { min: 1, max: 5, approximate: true };
const most = 9_999;

export interface HeadcountReading {
  headcount: Headcount;
  unread: boolean;
  /** 男2女3 as sent: it goes to the requirements, where the lint sees it. */
  split?: string;
}

const number = String.raw`(?:\d+|[${chineseDigits}]+)`;
const counter = '(?:人次|人名|名|人|个|位)?';
const range = new RegExp(String.raw`^约?(${number})\s*${counter}\s*(?:-|~|—{1,2}|–|至|到)\s*(${number})\s*${counter}(左右|以上)?$`);
const single = new RegExp(String.raw`^(约|大约|至少|不少于)?\s*(${number})\s*(来|余|多)?\s*${counter}\s*(左右|以上|以内|起|\+|多)?$`);
const bySex = /^男\s*(\d+)\s*[名人个]?[\s,、/]*女\s*(\d+)\s*[名人个]?$|^女\s*(\d+)\s*[名人个]?[\s,、/]*男\s*(\d+)\s*[名人个]?$/;

export function readHeadcount(value: string | number): HeadcountReading {
  if (typeof value === 'number') return fromNumbers(value, value, !Number.isInteger(value));
  const plain = fold(cleanLine(value))
    .replace(/^(?:招聘?|共|需|要|限)+/, '')
    .replace(/[。.]$/, '')
    .trim();
  if (/^(?:若干|数|多|不限|人数不限|几)(?:名|人|个|位)?$/.test(plain)) return { headcount: unspecifiedHeadcount, unread: false };
  const sexes = bySex.exec(plain);
  if (sexes) {
    const total = sexes.slice(1).reduce((sum, part) => sum + Number(part ?? 0), 0);
    return { ...fromNumbers(total, total, false), split: plain };
  }
  const pair = range.exec(plain);
  if (pair) return fromNumbers(toNumber(pair[1]), toNumber(pair[2]), pair[3] !== undefined);
  const one = single.exec(plain);
  if (one) {
    const count = toNumber(one[2]);
    return fromNumbers(count, count, one[1] !== undefined || one[3] !== undefined || one[4] !== undefined);
  }
  return { headcount: unspecifiedHeadcount, unread: true };
}

function toNumber(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  return /^\d/.test(text) ? Number(text) : (readChineseNumber(text) ?? Number.NaN);
}

function fromNumbers(a: number, b: number, approximate: boolean): HeadcountReading {
  const min = Math.floor(Math.min(a, b));
  const max = Math.floor(Math.max(a, b));
  // Also when either is NaN.
  if (!(min >= 1 && max <= most)) return { headcount: unspecifiedHeadcount, unread: true };
  return { headcount: { min, max, approximate }, unread: false };
}
