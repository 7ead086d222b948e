import { clauseAround } from '../../intake/text/clause.ts';
import { merge, type Span, sentenceAround, spaced, spansOf } from './span.ts';

// Taken from seekers, these are always wrong.
const plainFees = [
  '押金',
  '保证金',
  '定金',
  '订金',
  '抵押金',
  '风险金',
  '诚意金',
  '服装费',
  '工装费',
  '工服费',
  '制服费',
  '工作服费',
  '培训费',
  '报名费',
  '资料费',
  '中介费',
  '介绍费',
  '入会费',
  '会员费',
  '体检费',
  '健康证费',
  '办证费',
  '建档费',
  '档案费',
  '试岗费',
  '上岗费',
  '名额费',
  '占位费',
  '工牌费',
  '入职费',
  '代办费',
  '岗位费',
];
// These are taken for many honest things too: only with a word of taking before, or a sum after.
const otherFees = ['服务费', '管理费', '材料费', '工具费', '手续费', '信息费', '咨询费', '保险费', '考试费', '床品费', '费用'];

const plain = new RegExp(`(?:${plainFees.map(spaced).join('|')})(?:\\s*[:：]?\\s*\\d+\\s*元?)?`, 'g');
const other = new RegExp(
  `(?:需?要?(?:先|另)?(?:收取|缴纳|交纳|支付|缴|收|交|扣除?))(?:入职|上岗)?(?:${otherFees.join('|')})(?:\\s*[:：]?\\s*\\d+\\s*元?)?|(?:入职|上岗|报名)(?:${otherFees.join('|')})|(?:${otherFees.join('|')})[:：]?\\s*\\d+\\s*元`,
  'g',
);
const sum =
  /(?:(?:先|入职|上岗|报名|需要?|须|预|每人)\s*(?:交纳?|缴纳?|缴|收取?|押|扣)|[先预]付|交纳|缴纳|收取|押)\s*\d+(?:\.\d+)?\s*(?:元|块)(?!\s*(?:社保|公积金|保险))|先(?:交|缴)钱|交钱(?:上岗|入职|培训)/g;

const item = '(?:[\\u4e00-\\u9fff]{0,4}?(?:费用?|押金|保证金|[定订]金|抵押金|风险金|财物))';
const takes = '(?:收取?|交纳?|缴纳?|缴|付|支付|扣除?|押|要|有|设)';
const what = '(?:任何|一切|各种|各类|所有|其他|形式|名义|名目|的|入职|岗前|上岗|住宿|宿舍|工装|求职|另外|额外|用工)';
const refusal =
  '(?:绝不|从不|决不|不会|不得|不需要?|不用|不必|不另|不再|不存在|无需|无须|没有|没|免除|免|严禁|禁止|拒绝|谢绝|杜绝|取消|全程无|无|零|(?<!\\d)0|不)';
const refusedBefore = new RegExp(`${refusal}${takes}?${what}*(?:${item}(?:、|和|及|或|与|以及|/|,|，|\\s|[(（:：])*)*${what}*$`);
const freeAfter =
  /^(?:用|的)?(?:(?:、|和|及|或|与|以及|\/|,|，)[\u4e00-\u9fff]{0,4}?(?:费用?|押金|保证金|[定订]金))*\s*[:：是为]?\s*(?:均|都|一律|全部|统统)?(?:0\s*元?(?!\d)|零元?|无(?![法论])|没有|全免|免费|免(?!谈)|(?:一分|分文)?不收|不需|不用|无需|报销|可报销|全额报销|补贴|补助|由?(?:公司|单位|企业|厂里|厂方|工厂|店里|店方|老板|我们|我方|本店|雇主|平台|用人单位)(?:全额|统一|来)?(?:承担|出|报销|支付|负责|包|付))/;
const doubleNegative = /^[^,，。]{0,4}(?:不能|不予|不得|不给|不让|不可|就不|别来|勿扰)/;
const warning = /举报|投诉|谨防|警惕|当心|小心|骗子|诈骗|防骗|切勿|勿信|上当/;
const othersMoney = /客人|顾客|客户|租客|住客|租户|车主|学员|家长|房客|消费者|(?:负责|协助)[^,，。]{0,4}(?:收取?|收缴|办理|退还)/;

/** 押金, 服装费, 先交300元 … asked of the seeker. 不收押金, 体检费报销 and 谨防押金诈骗 are none. */
export function findFees(text: string): Span[] {
  const found = [...spansOf(text, plain), ...spansOf(text, other), ...spansOf(text, sum)];
  return merge(found.filter((span) => isAsked(text, span)));
}

function isAsked(text: string, span: Span): boolean {
  const words = text.slice(span.start, span.end);
  const before = text.slice(Math.max(0, span.start - 40), span.start);
  const after = text.slice(span.end);
  if (warning.test(sentenceAround(text, span))) return false;
  if (othersMoney.test(clauseAround(text, span.start, span.end))) return false;
  // "押金0元", where the sum is part of the match; "押金300" is not free.
  if (/(?<!\d)0\s*元?$/.test(words) || freeAfter.test(after)) return false;
  return !refusedBefore.test(before) || doubleNegative.test(after);
}
