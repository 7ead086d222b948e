import { findAgeLimits } from '../../intake/normalise/requirements.ts';
import { type Span, spansOf } from './span.ts';

const child =
  /(?<![严禁止不得招用拒绝]{1,4})(?:未满|不满|不足)\s*(?:16|十六)\s*周?岁?(?:的)?(?:也|均|都|亦)?(?:可|行|要|收|招)|(?<!辅导|家教|陪伴|教)(?:初中生|小学生|初中在读|在读初中生)(?:也|均|都|亦)?(?:可|行|优先|能做)|(?<!(?:严禁|禁止|不招|不用|不得|不使用|不得使用|杜绝|拒绝|拒用|举报|非法使用)(?:使用|招用|雇佣|录用)?)童工(?!举报|违法)/g;

/** Conditions that let children under 16 in. */
export function findUnder16(text: string): Span[] {
  const limits = findAgeLimits(text).filter(({ from, to }) => (from !== undefined && from < 16) || (to !== undefined && to < 16));
  return [...limits.map(({ start, end }) => ({ start, end })), ...spansOf(text, child)];
}

/** 年满16周岁: allowed, with protected kinds of work. */
export function find16To18(text: string): Span[] {
  return findAgeLimits(text)
    .filter(({ from }) => from === 16 || from === 17)
    .map(({ start, end }) => ({ start, end }));
}

/** 60岁以下, 18-55周岁, 55岁以上勿扰. */
export function findUpperAges(text: string): Span[] {
  return findAgeLimits(text)
    .filter(({ to }) => to !== undefined && to >= 16)
    .map(({ start, end }) => ({ start, end }));
}
