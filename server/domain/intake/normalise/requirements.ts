import { clauseAround } from '../text/clause.ts';
import { cleanText, fold } from '../text/clean-text.ts';
import { clip } from './clip.ts';

/** The conditions of a cell, one each, in their own words. 不限 and 无 say nothing and go. */
export function readRequirements(text: string): string[] {
  const items: string[] = [];
  for (const part of cleanText(text).split(/[,，;；。|｜\n]+/)) {
    const item = part
      .replace(/^\s*(?:[（(]?\d{1,2}[)）.、]|[①-⑳•·*-])\s*/, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (item === '' || /^(?:不限|无|无要求|要求不限|没有要求|条件不限|[-—/]+)$/.test(fold(item))) continue;
    if (items.length < 20) items.push(clip(item, 80));
  }
  return items;
}

/** A condition that has a column of its own: 性别 女 → 性别：女. What is not limited is left out. */
export function readConditionColumn(label: string, text: string): string[] {
  const value = cleanText(text).replace(/\s+/g, ' ').trim();
  if (value === '' || /^(?:不限|无|均可|皆可|都可以?|[-—/]+)$/.test(value)) return [];
  return [clip(`${label}：${value}`, 80)];
}

export interface AgeLimits {
  from?: number;
  to?: number;
  /** Position in the text. */
  start: number;
  end: number;
}

const between = /(?<!\d)(\d{1,2})\s*(?:周?岁)?\s*(?:-|~|—{1,2}|–|至|到)\s*(\d{1,2})\s*(?:周?岁|(?=\s*$))/g;
const upTo =
  /(?<![\d-])(?:不超过|不大于|小于|低于|至多)?\s*(\d{1,2})\s*周?岁?\s*(?:以下|以内|之内|及以下|封顶|之下)|(?:不超过|不大于|小于|低于|至多)\s*(\d{1,2})\s*周?岁/g;
const atLeast =
  /(?<![\d未不-])(?:年?满|大于|至少|不低于|不小于)\s*(\d{1,2})\s*周?岁|(?<![\d-]|[未不]满\s*)(\d{1,2})\s*周?岁\s*(?:以上|及以上|起|可|可以|都可|也可|即可)/g;
// Ages of those who are cared for or taught are no condition on the worker.
const somebodyElse = /孩|娃|宝宝|婴|幼|儿童|学生|老人|老年|小朋友|奶奶|爷爷|病人|患者|客户|顾客|早教|托育|月龄|辅导/;
// 满3年经验, 8人以下, 3天以内: numbers with a measure of their own.
const otherMeasure = /^\s*(?:年|人|名|天|月|小时|公里|斤|元|米|件|单)/;

/** Age limits that a condition puts on the worker. */
export function findAgeLimits(text: string): AgeLimits[] {
  const plain = fold(text);
  const found: AgeLimits[] = [];
  const labelled = /年龄|周?岁/.test(plain);
  const take = (pattern: RegExp, read: (match: RegExpExecArray) => Pick<AgeLimits, 'from' | 'to'>) => {
    for (const match of plain.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((limit) => start < limit.end && end > limit.start)) continue;
      if (!labelled || otherMeasure.test(plain.slice(end)) || !/岁|年龄/.test(clauseAround(plain, start, end))) continue;
      if (somebodyElse.test(clauseAround(plain, start, end))) continue;
      const limits = read(match);
      found.push(excludes(plain, start, end) ? { ...turned(limits), start, end } : { ...limits, start, end });
    }
  };
  take(between, ([, a, b]) => ({ from: Number(a), to: Number(b) }));
  take(upTo, ([, a, b]) => ({ to: Number(a ?? b) }));
  take(atLeast, ([, a, b]) => ({ from: Number(a ?? b) }));
  return found.sort((a, b) => a.start - b.start);
}

/** 55岁以上勿扰 turns people of 55 away: it is an upper limit. */
function excludes(plain: string, start: number, end: number): boolean {
  return (
    /^(?:的|者|人员)?\s*(?:勿扰|免谈|勿进|不要|不招|不收|除外|谢绝|慎入|请勿|勿)/.test(plain.slice(end)) ||
    /(?:不[招要收用]|不得招用|不录用|谢绝|拒绝|禁止|严禁)(?:招用|录用|招聘)?$/.test(plain.slice(0, start))
  );
}

function turned({ from, to }: Pick<AgeLimits, 'from' | 'to'>): Pick<AgeLimits, 'from' | 'to'> {
  return { ...(to !== undefined && { from: to }), ...(from !== undefined && { to: from }) };
}
