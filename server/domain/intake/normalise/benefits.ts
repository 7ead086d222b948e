import type { Settlement } from '../../posting/facts.ts';
import { cleanLine, fold } from '../text/clean-text.ts';
import { clip } from './clip.ts';
import { readSettlement } from './settlement.ts';

const known =
  /包吃包?住|包食宿|包吃|包住|管吃管?住|管饭|食宿全包|提供(?:免费)?(?:食宿|住宿|工作餐|宿舍)|免费(?:食宿|住宿|班车|工作餐|培训)|工作餐|(?:五|六)险[一二]金|五险|缴?纳?社保|班车接送|(?:交通|夜班|高温|住房|餐饮?|通讯|节日)补贴\s*\d*\s*(?:元(?:\/[天晚月次])?)?|[餐房车话]补\s*\d*\s*元?|全勤奖\s*\d*\s*元?|年终奖|节日福利|带薪年假|夫妻房|周末双休|双休|单休|待遇从优/g;

/** The benefits that a phrase names, in its own words and order. */
export function readBenefits(text: string): string[] {
  const clean = cleanLine(text);
  const found: string[] = [];
  for (const match of fold(clean).matchAll(known)) {
    const words = clean.slice(match.index, match.index + match[0].length).trim();
    if (!found.includes(words)) found.push(words);
  }
  return found;
}

export interface BenefitsReading {
  benefits: string[];
  /** 日结 is often written among the benefits. */
  settlement?: Settlement;
}

/** A whole cell of benefits: everything in it counts, known or not. */
export function readBenefitsCell(text: string): BenefitsReading {
  const benefits: string[] = [];
  let settlement: Settlement | undefined;
  for (const part of cleanLine(text).split(/[,，;；、|｜\n+]+/)) {
    const item = part.trim();
    if (item === '' || /^(?:无|没有|-+|\/|面议)$/.test(item)) continue;
    const found = item.length <= 6 ? readSettlement(item) : undefined;
    if (found) settlement ??= found;
    else if (benefits.length < 20) benefits.push(clip(item, 40));
  }
  return settlement ? { benefits, settlement } : { benefits };
}
