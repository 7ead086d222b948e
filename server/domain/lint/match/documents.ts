import { type Span, spansOf } from './span.ts';

const paper = '(?:身份证|有效证件|证件|毕业证|学历证|资格证|驾驶证|驾照|银行卡|户口[本簿]|护照|手机)';
const keep =
  '(?:扣押|扣留|扣下|扣(?![子件除])|抵押(?!贷)|质押|(?<!抵|质)押(?![运金])|收缴|收走|收取|代管|保管|留存|暂存|暂扣|上交|上缴|没收)';
const kept = new RegExp(
  `${keep}[^,，。;；、\\n复]{0,6}?${paper}(?:原件)?|交[^,，。;；、\\n]{0,4}${paper}原件|${paper}(?:原件)?[^,，。;；\\n复号]{0,6}?(?:抵押|扣押|押在|押|上交|上缴|保管|留存|代管|暂扣|扣留)`,
  'g',
);
const refusedBefore = /(?:不|无需|无须|不用|不会|不得|绝不|从不|严禁|禁止|拒绝|谢绝|没有|无)(?:需要?)?(?:任何|一切)?$/;
const copyAfter = /^(?:原件)?的?(?:复印|照|号|信息|扫描|正反|类|等?快件)/;

/** 扣押身份证, 身份证由公司保管. 携带身份证 and 交身份证复印件 are none. */
export function findKeptDocuments(text: string): Span[] {
  return spansOf(text, kept).filter((span) => {
    const before = text.slice(0, span.start);
    const words = text.slice(span.start, span.end);
    const inside = /(?:不|无需|不用|不会|不得|绝不|严禁)(?:会|得|用|需)?(?:抵押|扣押|押|上交|保管|留存|代管|暂扣|扣留)$/;
    return (
      !refusedBefore.test(before) &&
      !inside.test(words) &&
      !copyAfter.test(text.slice(span.end)) &&
      !/自行|自己|妥善|个人|保管好/.test(words + before.slice(-4))
    );
  });
}
