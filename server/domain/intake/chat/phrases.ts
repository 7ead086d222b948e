/** What a phrase of a post says. */
export type Part =
  | 'title'
  | 'employer'
  | 'headcount'
  | 'pay'
  | 'shift'
  | 'place'
  | 'requirements'
  | 'benefits'
  | 'contact'
  | 'expiry'
  | 'description'
  | 'settlement';

const labels: [Part, string][] = [
  ['employer', '用人单位|招聘单位|单位名称|公司名称|单位|公司|企业|雇主|店名'],
  ['title', '招聘岗位|岗位名称|招工岗位|岗位|职位|工种|招聘|急招|招工|招'],
  ['headcount', '招聘人数|需求人数|人数|名额|数量'],
  ['settlement', '结算方式|结算|结款'],
  ['pay', '工资待遇|薪资待遇|薪资|工资|薪酬|待遇|报酬|薪水|薪|价格|单价'],
  ['shift', '工作时间|上班时间|时间|班次|工时'],
  ['place', '工作地点|工作地址|上班地点|上班地址|地点|地址|位置|址|集合地点'],
  ['requirements', '任职要求|岗位要求|招聘要求|要求|条件'],
  ['benefits', '福利待遇|福利'],
  ['contact', '联系方式|联系电话|联系人|联系|电话|手机|咨询|报名'],
  ['expiry', '有效期至|有效期|截止日期|截止时间|截止'],
  ['description', '工作内容|岗位职责|职责|内容|备注|说明'],
];
export const partOfLabel = new Map(labels.flatMap(([part, words]) => words.split('|').map((word) => [word, part] as const)));
const labelled = new RegExp(
  `(?<=^|[\\s,，;；。|｜】])(${[...partOfLabel.keys()].sort((a, b) => b.length - a.length).join('|')})\\s*[:：]\\s*`,
  'g',
);
// Without a colon: 要求不限, 地点万荣县城, 电话139…: at the start of a phrase only.
export const bareLabel = /^(要求|工作地点|地点|地址|联系电话|电话|工资|薪资|待遇|时间|福利|工作时间|上班时间)(?=\S)/;
const closing =
  /(?:有意者|有兴趣|感兴趣|需要的|会的|想来的|可以的|愿意的|能来的|有意向(?:者|的)?)?\s*(?:请|可)?\s*(?:加|\+)?\s*(?:微信|薇信|vx|VX|wx)?\s*(?:同号|同电话|同步)?\s*(?:私信|私聊|联系我?|电话|致电|打电话|拨打)?[:：☎📞✆]*$/u;
const counted = /(?<before>\d+\s*[-~至到]\s*\d+|\d+|若干|[一二两三四五六七八九十几]{1,3})\s*(?<counter>人名|名|个|位|人)\s*(?<after>.*)$/u;
const tailCount =
  /^(?<name>.*?)\s*[（(]?\s*(?<count>(?:\d+\s*[-~至到]\s*)?\d+|若干|[一二两三四五六七八九十几]{1,3})\s*(?:人名|名|个|位|人)?\s*[)）]?$/u;

/** 2名保洁员 and 保洁员(10-15): what is wanted, and how many. */
export function nameAndCount(words: string): { name: string; count?: string } {
  const clean = words.replace(/[!！。.,，]+$/, '').trim();
  const head = counted.exec(clean)?.groups;
  if (head && clean.startsWith(head.before as string) && head.after) return { name: head.after, count: `${head.before}${head.counter}` };
  const tail = tailCount.exec(clean)?.groups;
  return tail?.name ? { name: tail.name.replace(/[\s（(:：]+$/, ''), count: tail.count as string } : { name: clean };
}

// Stands where a phone number stood; private use, so no message holds it after cleaning.
const phoneMark = '\ue000';

/** Lifts phone numbers out of a text, leaving a mark where a contact's name may stand beside. */
export function blankOut(text: string, spans: { start: number; end: number }[]): string {
  let out = text;
  for (const { start, end } of spans) out = `${out.slice(0, start)}${phoneMark.repeat(end - start)}${out.slice(end)}`;
  return out.replaceAll(new RegExp(`\\s*[/、,，]?\\s*${phoneMark}+`, 'g'), ` ${phoneMark} `);
}

/** A text as its labelled parts (工资：…) and what stands between them. */
export function sliceByLabel(text: string): { part?: Part; words: string }[] {
  const marks = [...text.matchAll(labelled)];
  const slices: { part?: Part; words: string }[] = [];
  const before = text.slice(0, marks[0]?.index ?? text.length);
  if (before.trim() !== '') slices.push({ words: before });
  marks.forEach((mark, index) => {
    const words = text.slice(mark.index + mark[0].length, marks[index + 1]?.index);
    // A label rules its own line; what follows on further lines stands by itself.
    const [line = '', ...below] = words.split('\n');
    const part = partOfLabel.get(mark[1] as string);
    slices.push(part ? { part, words: line } : { words: line });
    if (below.join('').trim() !== '') slices.push({ words: below.join('\n') });
  });
  return slices;
}

/** The phrases of a text: between commas, bars, line ends, hash tags and brackets that only shout. */
export function phrasesOf(text: string): string[] {
  return text
    .replace(/#[^#\n]{1,20}#|【[^】]{0,6}(?:急|招|聘|热|新|日结|通知)[^】]{0,6}】/g, '\n')
    .replace(/\s(?=(?:要求|地点|地址|电话|有意者)\S)/g, '\n')
    .split(/[,，;；。|｜\n\ue000]+|\s{2,}/)
    .map((phrase) => phrase.replace(/^[\s☎📞✆:：/、~～!！·•✅🔥❗-]+|[\s☎📞✆:：/、🔥❗]+$/gu, '').trim())
    .filter((phrase) => phrase !== '');
}

/** Without 有意者加微信同号 and its like. */
export function trimClosing(phrase: string): string {
  return phrase
    .replace(/[（(](?:微信同号|同微信|微同)[)）]?/g, '')
    .replace(closing, '')
    .replace(/^(?:微信同号|同微信|微同|谢谢|有意者|急急急?|速来)$/, '')
    .trim();
}
