import type { Pay, PayUnit, Settlement } from '../../posting/facts.ts';
import { chineseDigits, readChineseNumber } from '../text/chinese-number.ts';
import { cleanLine, fold } from '../text/clean-text.ts';
import { readBenefits } from './benefits.ts';
import { clip } from './clip.ts';
import { readSettlement } from './settlement.ts';

export interface PayReading {
  pay: Pay;
  /** 包吃住 and the like, found among the pay. */
  benefits: string[];
  /** True when there was text and no figure, no 面议 could be found in it. */
  unread: boolean;
}

/** What the column's header already says: "月薪(元)", "工资(元/小时)". */
export interface PayHint {
  unit?: PayUnit;
  settlement?: Settlement;
}

const unitWords: [PayUnit, string][] = [
  ['hour', '个?小时|个?钟头|钟|时|h(?:our)?'],
  ['day', '天|日|工日?|班|day'],
  ['month', '个?月|month'],
  ['order', '单|趟|次|车|场|户|家'],
  ['piece', '件|个|公?斤|千克|台|平方?米?|㎡|米|吨|套|张|条|包|箱|只|双|朵|筐|亩|棵'],
];
const unitGroups = unitWords.map(([unit, words]) => `(?<${unit}>${words})`).join('|');
const prefixWords: [PayUnit, RegExp][] = [
  ['hour', /(?:时薪|小时工(?:资)?|每小时|[一1]个?小时)[为是约:：]*$/],
  ['day', /(?:日薪|日工资|每天|每日|一天|1天|日均)[为是约:：]*$/],
  ['order', /(?:每单|[一1]单|每趟|[一1]趟|单价每单)[为是约:：]*$/],
  ['piece', /(?:每件|[一1]件|计件单价)[为是约:：]*$/],
  [
    'month',
    /(?:月薪|月工资|月入|月收入|月均|每月|[一1]个月|底薪|保底|综合(?:工资|薪资|收入|月薪)?|到手|税[前后]|基本工资)[可达为是约:：]*$/,
  ],
];
const negotiable = /面议|面谈|电议|待议|另议|详谈|可议|可谈|议价|面洽|协商/;
// An amount after one of these is an extra, not the pay.
const extraBefore =
  /(?:加班费?|补贴|餐补|房补|话补|车补|全勤奖?|满勤奖?|奖金?|提成|押金|保证金|扣|罚|工龄|另加|红包|服装费|体检费|培训费|年龄|[+加])[:：每]*$/;
// An amount before one of these is no money at all.
const otherAfter = /^(?:[-~至到]\d+)?\s*(?:周?岁|人|名|位|个人|点|[:：]\d\d|号|%|险)/;
const approximate = /^(?:元|块钱?)?\s*(?:左右|上下|多)/;
const atLeast = /^(?:元|块钱?)?\s*(?:以上|起|\+(?!\s*提|提成)|及以上|保底)/;
const atMost = /^(?:元|块钱?)?\s*(?:以内|以下|封顶|之内)/;
const amount = String.raw`(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*([kw千万])?`;
const amountOrRange = new RegExp(String.raw`${amount}(?:\s*(?:元|块钱?|¥)?\s*(?:-|~|—{1,2}|–|−|至|到)\s*¥?\s*${amount})?`, 'gi');
const suffixUnit = new RegExp(
  String.raw`^(?:左右|上下|起|以上)?\s*(?:元|块钱?|圆|rmb|¥)?\s*(?:左右|起|以上)?\s*(?:[/每一1]|\s)?\s*(?:人\s*\/\s*)?(?:${unitGroups})(?![结薪])(?:\s*\/\s*人)?`,
  'i',
);
const largestPayYuan = 1_000_000;

interface Candidate {
  min?: number;
  max?: number;
  unit?: PayUnit;
  start: number;
  end: number;
  approximate: boolean;
  /** Something besides the number says that it is money. */
  sure: boolean;
}

/** Reads a cell or a phrase about pay. Figures are yuan. Never guesses a unit that nothing in the text implies. */
export function readPay(value: string | number, hint: PayHint = {}): PayReading {
  const text = cleanLine(String(value));
  const plain = chineseAmountsToDigits(fold(text).toLowerCase());
  const pay: Pay = { negotiable: negotiable.test(plain) };
  const settlement = readSettlement(plain) ?? hint.settlement;
  if (settlement) pay.settlement = settlement;

  const best = pickCandidate(plain);
  const benefits = readBenefits(text);
  const notes: string[] = [];
  if (/底薪/.test(plain) && /提成/.test(plain)) notes.push('底薪加提成');
  else if (/底薪|保底/.test(plain)) notes.push(/保底/.test(plain) ? '保底' : '底薪');
  else if (/提成/.test(plain)) notes.push('有提成');
  if (/计件/.test(plain)) notes.push('计件');
  if (best) {
    if (best.min !== undefined) pay.min = best.min;
    if (best.max !== undefined) pay.max = best.max;
    const unit = best.unit ?? hint.unit ?? (settlement === 'daily' ? 'day' : undefined);
    if (unit) pay.unit = unit;
    if (best.approximate) notes.push('约');
    // A base has no ceiling: the commission comes on top.
    else if (notes.some((note) => /底薪|保底/.test(note)) && best.min === best.max) delete pay.max;
    else if (best.max === undefined) notes.push('起');
    else if (best.min === undefined) notes.push('以内');
  }
  const leftover = rest(plain, best, benefits);
  if (leftover) notes.push(leftover);
  const note = clip(notes.join('，'), 60);
  if (note) pay.note = note;
  const unread = text !== '' && !best && !pay.negotiable && benefits.length === 0 && !settlement;
  return { pay, benefits, unread };
}

/** The unit that a header or a unit column names, e.g. "元/月", "时薪", "按天". */
export function readPayUnit(text: string): PayUnit | undefined {
  const plain = fold(text).toLowerCase();
  for (const [unit, pattern] of prefixWords) if (pattern.test(plain)) return unit;
  if (/时薪|小时/.test(plain)) return 'hour';
  if (/日薪|按[天日]|元\/?[天日]|^[天日]$/.test(plain)) return 'day';
  if (/月薪|按月|元\/?月|^月$/.test(plain)) return 'month';
  const suffix = /元\s*[/每]\s*(.+)$/.exec(plain)?.[1];
  const groups = suffix ? new RegExp(`^(?:${unitGroups})`, 'i').exec(suffix)?.groups : undefined;
  return groups && (unitWords.find(([unit]) => groups[unit] !== undefined)?.[0] ?? undefined);
}

function pickCandidate(plain: string): Candidate | undefined {
  const all: Candidate[] = [];
  for (const match of plain.matchAll(amountOrRange)) {
    const candidate = weigh(plain, match);
    if (candidate) all.push(candidate);
  }
  const alone = /^[¥约]?\s*[\d.,]+(?:\s*[-~—–至到]+\s*[\d.,]+)?\s*$/.test(plain);
  return all.find((c) => c.unit !== undefined) ?? all.find((c) => c.sure) ?? (alone ? all[0] : undefined);
}

function weigh(plain: string, match: RegExpExecArray): Candidate | undefined {
  const start = match.index;
  const before = plain.slice(0, start).replace(/[\s¥]+$/, '');
  let end = start + match[0].length;
  const after = plain.slice(end);
  if (/[\d.]$/.test(before) || extraBefore.test(before) || otherAfter.test(after)) return undefined;
  const bounds = readBounds(match);
  if (!bounds) return undefined;
  const unitMatch = suffixUnit.exec(after);
  const groups = unitMatch?.groups;
  const prefix = prefixWords.find(([, pattern]) => pattern.test(before))?.[0];
  const short = match[2] !== undefined || match[4] !== undefined;
  const suffix = groups && unitWords.find(([unit]) => groups[unit] !== undefined)?.[0];
  // 5个, 2小时 and 3天 count things; only money makes them a unit of pay.
  if (suffix && !/[元块/每¥一1]/.test(`${unitMatch?.[0]}${plain.slice(0, start).at(-1)}`)) return undefined;
  const unit = suffix ?? prefix ?? (short ? 'month' : undefined);
  const candidate: Candidate = {
    ...bounds,
    start,
    end,
    approximate: approximate.test(after) || /约$/.test(before),
    sure: unit !== undefined || /^\s*(?:元|块|[日周月次天现单]结|干完|完工|做完)/.test(after) || /¥\s*$/.test(plain.slice(0, start)),
  };
  if (unit) candidate.unit = unit;
  if (bounds.min === bounds.max) {
    if (atLeast.test(after) || /(?:不低于|至少|最低)[:：为]?$/.test(before)) delete candidate.max;
    else if (atMost.test(after) || /(?:不超过|至多|最高|可达|高达)[:：为]?$/.test(before)) delete candidate.min;
  }
  const tail = /^(?:左右|上下|起|以上|元|块钱?|\s)*/.exec(after)?.[0].length ?? 0;
  end += unitMatch ? unitMatch[0].length : tail;
  candidate.end = end;
  return candidate;
}

function readBounds(match: RegExpExecArray): { min: number; max: number } | undefined {
  const [, low = '', lowScale, high, highScale] = match;
  const first = toNumber(low);
  if (high === undefined) return inOrder(first * scale(lowScale), first * scale(lowScale));
  // 4.5-6.2K and 1-1.5万 name the scale once; 5000-1万 means 5,000 to 10,000.
  const firstScale = lowScale ?? (first < 100 ? highScale : undefined);
  return inOrder(first * scale(firstScale), toNumber(high) * scale(highScale));
}

function inOrder(a: number, b: number): { min: number; max: number } | undefined {
  const min = Math.round(Math.min(a, b) * 100) / 100;
  const max = Math.round(Math.max(a, b) * 100) / 100;
  return min <= 0 || max > largestPayYuan ? undefined : { min, max };
}

function toNumber(text: string): number {
  return Number(text.replaceAll(',', ''));
}

function scale(mark: string | undefined): number {
  if (mark === undefined) return 1;
  return /[w万]/i.test(mark) ? 10_000 : 1000;
}

const chineseAmount = new RegExp(`([${chineseDigits}]{2,})(?=元|块|[-~至到]|每|一[天日]|\\/)`, 'g');

/** 一百八一天 → 180一天. Only where money or a unit follows: 两班倒 stays. */
function chineseAmountsToDigits(plain: string): string {
  return plain.replace(chineseAmount, (whole) => String(readChineseNumber(whole) ?? whole));
}

const consumed =
  /底薪|保底|提成|计件|左右|上下|面议|面谈|薪资|工资|待遇|月[入薪]|日薪|时薪|每天|每小时|每月|综合(?:工资|薪资)?|干完就结|[日周月次天]结/g;

/** What nothing above has understood; it stays readable beside the figures. */
function rest(plain: string, best: Candidate | undefined, benefits: string[]): string {
  let left = best ? `${plain.slice(0, best.start)} ${plain.slice(best.end)}` : plain;
  for (const benefit of benefits) left = left.replace(fold(benefit).toLowerCase(), ' ');
  left = left.replace(consumed, ' ').replace(/^[\s,;、+:¥~元-]+|[\s,;、+:¥~-]+$/g, '');
  return left.replace(/[\s,;、]+/g, '，').replace(/^[，+]+|[，+]+$/g, '');
}
