import type { Shift, ShiftKind } from '../../posting/facts.ts';
import { chineseDigits, readChineseNumber } from '../text/chinese-number.ts';
import { cleanLine, fold } from '../text/clean-text.ts';
import { clip } from './clip.ts';
import { findDays } from './dates.ts';

const dayPart = '凌晨|早上|早晨|清晨|早|上午|中午|午|下午|傍晚|晚上|晚|夜里|夜';
const clock = String.raw`(${dayPart})?\s*(\d{1,2})(?::(\d{2})|[点时](半|\d{1,2}分?)?)`;
const bareClock = String.raw`(${dayPart})?\s*(\d{1,2})(?::(\d{2})|[点时](半|\d{1,2}分?)?)?`;
const span = new RegExp(String.raw`${clock}\s*(?:-|~|—{1,2}|–|至|到)\s*(次日|第二天|隔天|翌日|\+1)?\s*${bareClock}`);
const earlyLate = new RegExp(String.raw`早\s*(\d{1,2}|[${chineseDigits}]{1,2})\s*晚\s*(\d{1,2}|[${chineseDigits}]{1,2})`);
const from = new RegExp(String.raw`${clock}\s*(?:起|开始|到岗|集合|上班)?`);
const hoursWord = /(\d+(?:\.\d+)?)\s*个?(?:小时|钟头)(?!\s*[起制]?\s*\d)/;

/** Reads a shift. `reference`: the day the words were said on, for 明天. Empty text is an unspecified shift, not an error. */
export function readShift(text: string, reference: string): Shift {
  const words = cleanLine(text);
  const plain = fold(words);
  const shift: Shift = { kind: kindOf(plain), text: clip(words, 80) };
  const times = readSpan(plain);
  if (times) {
    Object.assign(shift, times);
    if (shift.kind === 'unspecified') shift.kind = 'fixed';
  } else {
    const start = readStart(plain);
    if (start) shift.start = start;
    if (start && shift.kind === 'unspecified') shift.kind = 'fixed';
  }
  const hours = Number(hoursWord.exec(plain)?.[1]);
  if (hours > 0 && hours <= 24) shift.hours = hours;
  const day = findDays(plain, reference)[0];
  if (day) shift.startsOn = day.on;
  return shift;
}

/** Whether a phrase speaks of working time at all: how a shift is told from other phrases of a chat message. */
export function looksLikeShift(text: string): boolean {
  const plain = fold(text);
  return kindOf(plain) !== 'unspecified' || span.test(plain) || earlyLate.test(plain) || /^每?[天日]?\d+个?小时[制]?$/.test(plain);
}

function kindOf(plain: string): ShiftKind {
  if (/两班|三班|倒班|轮班|[二2两三3]班倒|翻班|大小夜/.test(plain)) return 'rotating';
  if (/弹性|灵活|自由安排|时间自由|自由排|时间自选|不坐班/.test(plain)) return 'flexible';
  if (/周末(?!双休|休)|周六日|双休日|周六周日|节假日兼职/.test(plain)) return 'weekend';
  if (/[早白中晚夜]班|全天班|行政班/.test(plain)) return 'fixed';
  return 'unspecified';
}

function readSpan(plain: string): Pick<Shift, 'start' | 'end' | 'nextDay' | 'hours'> | undefined {
  const match = span.exec(plain);
  if (match) {
    const [, part, h, m, tail, next, part2, h2, m2, tail2] = match;
    const start = toClock(part, h, m ?? tail);
    const end = toClock(part2 ?? laterPart(part, h, h2), h2, m2 ?? tail2);
    return start && end ? between(start, end, next !== undefined) : undefined;
  }
  const pair = earlyLate.exec(plain);
  if (!pair) return undefined;
  const start = toClock('早', asDigits(pair[1]), undefined);
  const end = toClock('晚', asDigits(pair[2]), undefined);
  return start && end ? between(start, end, false) : undefined;
}

/** 下午1点-6点: the second time shares the first one's half of the day. */
function laterPart(part: string | undefined, h: string | undefined, h2: string | undefined): string | undefined {
  return part !== undefined && /下午|傍晚|晚/.test(part) && Number(h2) > Number(h) && Number(h2) < 12 ? part : undefined;
}

function readStart(plain: string): string | undefined {
  const match = from.exec(plain);
  return match ? toClock(match[1], match[2], match[3] ?? match[4]) : undefined;
}

function between(start: string, end: string, saysNextDay: boolean): Pick<Shift, 'start' | 'end' | 'nextDay' | 'hours'> {
  const nextDay = saysNextDay || end <= start;
  const minutes = toMinutes(end) - toMinutes(start) + (nextDay ? 24 * 60 : 0);
  const reading: Pick<Shift, 'start' | 'end' | 'nextDay' | 'hours'> = { start, end };
  if (nextDay) reading.nextDay = true;
  if (minutes > 0 && minutes <= 24 * 60) reading.hours = Math.round((minutes / 60) * 100) / 100;
  return reading;
}

function toClock(part: string | undefined, hour: string | undefined, minute: string | undefined): string | undefined {
  let h = Number(hour);
  const m = minute === undefined ? 0 : minute === '半' ? 30 : Number.parseInt(minute, 10);
  if (part !== undefined && /下午|傍晚|晚|夜/.test(part) && h < 12 && h >= 1 && !(/夜|晚/.test(part) && h <= 4)) h += 12;
  if (part !== undefined && /中午|^午$/.test(part) && h >= 1 && h <= 3) h += 12;
  if (!(h >= 0 && h <= 24 && m >= 0 && m < 60) || (h === 24 && m > 0)) return undefined;
  return `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
}

function toMinutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function asDigits(text: string | undefined): string | undefined {
  if (text === undefined || /^\d/.test(text)) return text;
  return String(readChineseNumber(text) ?? '');
}
