import { merge, type Span, sentenceAround, spaced, spansOf } from './span.ts';

const lure = new RegExp(
  `${spaced('高薪')}(?!酬)|轻松\\s*(?:月入|日入|赚|挣|拿)\\S{0,4}|(?:月入|月薪|月赚)\\s*(?:轻松)?(?:过|上|破|超)\\s*\\d?[万w]|日[入赚]\\s*(?:过|上|破|超)?\\s*(?:千|\\d{4,}|[\\d.]+[k千万])|年[薪入]\\s*(?:过|上)?百万|躺[着]?[赚挣]|稳[赚挣]|${spaced('保录')}取?|包录(?:取|用)?|保证录[取用]|(?<![担确会没])[包保]过(?=$|[^\\u4e00-\\u9fff]|[率班考])|内部名额|暴利|一夜暴富|零风险|无风险`,
  'gi',
);
const scam =
  /刷单|刷信誉|刷好评|刷流水|跑分|(?:出租|出借|收购|租借)\S{0,2}(?:银行卡|电话卡|微信号|支付宝)|博彩|菠菜推广|网赌|挂机赚钱|网赚|充值返[利现]|垫付(?:资金|本金|货款|款)?|先(?:转账|付款|充值)|裸聊|色情|陪睡/g;
const refusedBefore = /(?:非|不是|没有|拒绝|严禁|禁止|谨防|勿信|杜绝|不|无)(?:需要?|用|必)?(?:任何)?$/;
const warning = /举报|谨防|警惕|当心|骗子|诈骗|防骗|切勿|勿信|上当/;

/** 高薪, 轻松月入过万, 保录. */
export function findLures(text: string): Span[] {
  return merge(spansOf(text, lure).filter((span) => isMeant(text, span)));
}

/** 刷单, 跑分, 出租银行卡 … */
export function findScamSigns(text: string): Span[] {
  return merge(spansOf(text, scam).filter((span) => isMeant(text, span)));
}

function isMeant(text: string, span: Span): boolean {
  return !refusedBefore.test(text.slice(0, span.start)) && !warning.test(sentenceAround(text, span));
}

const unpaid =
  /(?:试工|试岗|试用期?|试做|岗前培训|培训期间?|学徒期?)[^,，。;；\n]{0,8}(?:无|没有?|不算|不计|不发|不付|不给|无偿)(?:工资|工钱|薪水?|报酬|钱)|无薪试[工岗用]|(?:不做满|做不满|干不满|不满|未满|做不到)\s*(?:\d+|[一二两三四五六七八九十]+)\s*个?[天月周][^,，。;；\n]{0,4}(?:没有?|无|不给|不发|不结|不算|不付)(?:工资|工钱|薪水?|钱|报酬)?/g;

/** 试工三天无工资, 做不满7天没有工资. */
export function findUnpaidTrials(text: string): Span[] {
  return spansOf(text, unpaid);
}

const withheld =
  /[押压]\s*(?:\d+|[半一二两三十]+)\s*(?:个?月|天|周|号)(?:的)?(?:工资|薪水?)?|[押压](?:\d+|一)付(?:\d+|一)|[押压](?:一?部分|半)(?:工资|薪水?)/g;

/** 压一个月工资. 不压工资 is none. */
export function findWithheldWages(text: string): Span[] {
  return spansOf(text, withheld).filter((span) => !/(?:不|无|没有|从不|绝不)$/.test(text.slice(0, span.start)));
}

/** Web addresses. */
export function findLinks(text: string): Span[] {
  return spansOf(
    text,
    /(?:https?:\/\/|www\.)[^\s,，。;；"'<>）)]+|(?<![\w@.])[a-z0-9-]{2,}\.(?:com|cn|net|top|xyz|vip|cc|info|shop)(?![a-z])(?:\/[^\s,，。]*)?/gi,
  );
}

/** A cell that began as a spreadsheet formula. It is text here and nothing else. */
export function findFormulas(text: string): Span[] {
  const formula = /^[=+@-][A-Z]{2,}[\w.]*[(|!][\s\S]*$|^=\S[\s\S]*$/i.exec(text);
  return formula ? [{ start: 0, end: text.length }] : [];
}

/** 加微信, 私信. */
export function findMessengers(text: string): Span[] {
  return spansOf(text, /微信|(?<![a-z])(?:vx|wx|wechat|qq)(?![a-z])|[vV薇威]信|私信|私聊|扣扣|加群|扫码进群/gi);
}
