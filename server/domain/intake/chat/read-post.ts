import { assemble, type PostingWords, type ReadContext, type RowReading } from '../assemble.ts';
import { readBenefits } from '../normalise/benefits.ts';
import { findDays } from '../normalise/dates.ts';
import { looksLikeOrganisation, readEmployer } from '../normalise/employer.ts';
import { readPay } from '../normalise/pay.ts';
import { readPhones } from '../normalise/phones.ts';
import { readSettlement } from '../normalise/settlement.ts';
import { looksLikeShift } from '../normalise/shift.ts';
import { findTrade } from '../normalise/trade.ts';
import { cleanText, fold } from '../text/clean-text.ts';

/** Longer than any post; a pasted article is refused as a whole instead of being half understood. */
export const longestPost = 5_000;

type Part =
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
const partOfLabel = new Map(labels.flatMap(([part, words]) => words.split('|').map((word) => [word, part] as const)));
const labelled = new RegExp(
  `(?<=^|[\\s,，;；。|｜】])(${[...partOfLabel.keys()].sort((a, b) => b.length - a.length).join('|')})\\s*[:：]\\s*`,
  'g',
);
// Without a colon: 要求不限, 地点万荣县城, 电话139…: at the start of a phrase only.
const bareLabel = /^(要求|工作地点|地点|地址|联系电话|电话|工资|薪资|待遇|时间|福利|工作时间|上班时间)(?=\S)/;
const closing =
  /(?:有意者|有兴趣|感兴趣|需要的|会的|想来的|可以的|愿意的|能来的|有意向(?:者|的)?)?\s*(?:请|可)?\s*(?:加|\+)?\s*(?:微信|薇信|vx|VX|wx)?\s*(?:同号|同电话|同步)?\s*(?:私信|私聊|联系我?|电话|致电|打电话|拨打)?[:：☎📞✆]*$/u;
const hire =
  /^(?:(?<who>.{0,30}?)(?:现|急|长期|大量|诚|紧急|因业务需要)?(?:招聘|诚聘|急聘|招工|急招|现招|招|聘|急需|需要|要找|需|要|缺|来|找))(?<what>.{1,30})$/u;
const counted = /(?<before>\d+\s*[-~至到]\s*\d+|\d+|若干|[一二两三四五六七八九十几]{1,3})\s*(?<counter>人名|名|个|位|人)\s*(?<after>.*)$/u;
const tailCount =
  /^(?<name>.*?)\s*[（(]?\s*(?<count>(?:\d+\s*[-~至到]\s*)?\d+|若干|[一二两三四五六七八九十几]{1,3})\s*(?:人名|名|个|位|人)?\s*[)）]?$/u;
const placeLike =
  /(?:[路街巷镇乡村区县市园苑楼厦里站城场道桥]|中心|广场|大厦|工业园|开发区|车站|地铁|附近|门口|对面|\d+号|CC)(?:[一-龥A-Za-z0-9]{0,6})$/;
const conditionLike =
  /岁|男|女|经验|证$|驾照|学历|初中|高中|中专|大专|吃苦|健康|熟练|优先|户口|户籍|押金|保证金|服装费|培训费|体检费|身份证|以[上下]|不限|会.{1,6}$|能.{1,8}$|勿扰/;

/** Reads one chat post, in whatever style it is written. `reference`: the day of its message. */
export function readPost(raw: string, context: ReadContext): RowReading {
  const text = cleanText(raw);
  if (text.length > longestPost) {
    return {
      read: false,
      problem: { code: 'ROW_TEXT_TOO_LONG', length: text.length, limit: longestPost },
      missing: [],
      phones: readPhones(text.slice(0, longestPost)).phones,
    };
  }
  return assemble(wordsOfPost(text, context.reference), context);
}

/** Tells the words of a post apart: labels first, then phrase by phrase. Exported for its tests. */
export function wordsOfPost(text: string, reference: string): PostingWords {
  const phones = readPhones(text);
  const found = new Words();
  found.words.phones = phones.phones.join(' / ') + (phones.extensions[0] ?? '');
  // The phones leave a mark behind, so that what stands beside them can be told to be a contact.
  const unphoned = blankOut(text, phones.spans);
  for (const { part, words } of sliceByLabel(unphoned)) {
    if (part) found.takeLabelled(part, words, reference);
    else for (const phrase of phrasesOf(words)) found.takePhrase(phrase, reference);
  }
  return found.finish();
}

/** Collects the words of one post while its phrases go by. */
class Words {
  readonly words: PostingWords = { employerNamed: false };
  readonly #requirements: string[] = [];
  readonly #benefits: string[] = [];
  readonly #left: string[] = [];
  readonly #shift: string[] = [];
  readonly #contact: string[] = [];

  takeLabelled(part: Part, words: string, reference: string): void {
    const phrases = phrasesOf(words);
    const [first = '', ...others] = phrases;
    switch (part) {
      case 'title':
        this.#takeTitle(first);
        for (const phrase of others) this.takePhrase(phrase, reference);
        return;
      case 'requirements':
        for (const phrase of phrases) {
          const condition = trimClosing(phrase);
          if (condition !== '') this.#requirements.push(condition);
        }
        return;
      case 'benefits':
        this.#benefits.push(...phrases);
        return;
      case 'contact':
        this.#contact.push(...phrases);
        return;
      case 'description':
        this.#left.push(...phrases);
        return;
      case 'shift':
        this.#shift.push(words.trim());
        return;
      case 'employer':
        this.words.employer = first;
        this.words.employerNamed = true;
        for (const phrase of others) this.takePhrase(phrase, reference);
        return;
      case 'pay':
        this.words.pay = this.words.pay === undefined ? words.trim() : `${this.words.pay},${words.trim()}`;
        return;
      case 'settlement':
        this.words.settlement = words.trim();
        return;
      case 'headcount':
      case 'place':
      case 'expiry':
        this.words[part] = first;
        for (const phrase of others) this.takePhrase(phrase, reference);
    }
  }

  /** A phrase without a label: told by what it looks like. Order matters; the surest signs come first. */
  takePhrase(raw: string, reference: string): void {
    const phrase = trimClosing(raw);
    if (phrase === '') return;
    const label = bareLabel.exec(phrase)?.[1];
    if (label && phrase !== '待遇从优') {
      this.takeLabelled(partOfLabel.get(label) as Part, phrase.slice(label.length), reference);
      return;
    }
    if (this.#takeMarks(phrase)) return;
    const plain = fold(phrase);
    const repeated = /^([^!！]{2,12})[!！]+(?:\1[!！]*)*$/.exec(phrase)?.[1];
    if (repeated && findTrade(repeated) && this.words.title === undefined) {
      this.words.title = repeated;
      return;
    }
    if (this.words.title === undefined && this.#takeHire(phrase, reference)) return;
    if (this.#takePay(plain, phrase)) return;
    this.#takeOther(phrase, plain, reference);
  }

  finish(): PostingWords {
    const { words } = this;
    if (this.#requirements.length > 0) words.requirements = this.#requirements.join('；');
    if (this.#benefits.length > 0) words.benefits = this.#benefits.join('、');
    if (this.#shift.length > 0) words.shift = this.#shift.join(' ');
    if (this.#contact.length > 0) words.contact = this.#contact.join(' ');
    if (this.#left.length > 0) words.description = this.#left;
    if (words.employer !== undefined && !words.employerNamed && readEmployer(words.employer, { named: false }).employer === undefined)
      delete words.employer;
    return words;
  }

  #takeTitle(phrase: string): void {
    const { name, count } = nameAndCount(phrase);
    this.words.title = name;
    if (count) this.words.headcount ??= count;
  }

  /** A contact beside the phone, a bare headcount, an expiry. */
  #takeMarks(phrase: string): boolean {
    if (/^(?:[\u4e00-\u9fff]{1,3}(?:先生|女士|师傅|经理|小姐|老师|主任|总|姐|哥|老板)|人事部?|招聘部|办公室|前台)$/.test(phrase)) {
      this.#contact.push(phrase);
      return true;
    }
    if (
      /^(?:[一二两三四五六七八九十几]{1,3}|\d+(?:\s*[-~]\s*\d+)?|若干)\s*(?:人名|人|名|个|位)?$/.test(fold(phrase)) &&
      this.words.headcount === undefined
    ) {
      this.words.headcount = phrase;
      return true;
    }
    if (/^(?:长期(?:有效|招聘)?|招满(?:为止|即止))$/.test(phrase) && this.words.expiry === undefined) {
      this.words.expiry = phrase;
      return true;
    }
    return false;
  }

  #takePay(plain: string, phrase: string): boolean {
    const settlement = readSettlement(plain);
    if (settlement && /^.{0,4}结.{0,2}$|^干完|^做完|^完工/.test(plain)) {
      this.words.settlement ??= phrase;
      return true;
    }
    if (conditionLike.test(plain) && !/元|块|薪|工资|面议|[kK]$/.test(plain)) return false;
    const { pay, benefits } = readPay(plain);
    const isFigure = pay.min !== undefined || pay.max !== undefined;
    if (!isFigure && !(pay.negotiable || /^计件$/.test(plain))) return false;
    if (/押金|保证金|服装费|体检费|培训费/.test(plain)) return false;
    if (this.words.pay === undefined) this.words.pay = phrase;
    else if (/^计件$/.test(String(this.words.pay)) || isFigure) this.words.pay = `${this.words.pay},${phrase}`;
    else this.#left.push(phrase);
    this.#benefits.push(...benefits.filter((benefit) => !String(this.words.pay).includes(benefit)));
    return true;
  }

  /** 解店镇香菇合作社招香菇分拣3名; 明天早上要5个整理收纳师. */
  #takeHire(phrase: string, reference: string): boolean {
    const match = hire.exec(phrase)?.groups;
    const what = match?.what ?? '';
    if (!match || !findTrade(what)) return false;
    const { name, count } = nameAndCount(what);
    this.words.title = name;
    if (count) this.words.headcount ??= count;
    const who = (match.who ?? '').trim();
    if (who === '') return true;
    if (findDays(who, reference).length > 0 || looksLikeShift(who) || /^(?:[今明后]天|[早晚]上|上午|下午)/.test(who))
      this.#shift.unshift(who);
    else if (looksLikeOrganisation(who) || this.words.employer === undefined) this.words.employer ??= who;
    else this.#left.push(who);
    return true;
  }

  #takeOther(phrase: string, plain: string, reference: string): void {
    const benefits = readBenefits(phrase);
    if (benefits.join('').length * 2 >= phrase.length) {
      this.#benefits.push(...benefits);
      return;
    }
    if (looksLikeShift(plain)) {
      this.#shift.push(phrase);
      return;
    }
    const trade = findTrade(plain);
    const names = looksLikeOrganisation(phrase);
    if (this.words.title === undefined && trade && (!names || trade.end - trade.start >= phrase.length - 2) && phrase.length <= 20) {
      this.#takeTitle(phrase);
      return;
    }
    if (names && this.words.employer === undefined && !conditionLike.test(plain)) {
      this.words.employer = phrase;
      return;
    }
    if (conditionLike.test(plain)) {
      this.#requirements.push(phrase);
      return;
    }
    if (this.words.place === undefined && placeLike.test(phrase)) {
      this.words.place = phrase;
      return;
    }
    if (this.#shift.length === 0 && findDays(plain, reference).length > 0) {
      this.#shift.push(phrase);
      return;
    }
    if (this.words.employer === undefined && readEmployer(phrase, { named: false }).employer !== undefined) {
      this.words.employer = phrase;
      return;
    }
    this.#left.push(phrase);
  }
}

function nameAndCount(words: string): { name: string; count?: string } {
  const clean = words.replace(/[!！。.,，]+$/, '').trim();
  const head = counted.exec(clean)?.groups;
  if (head && clean.startsWith(head.before as string) && head.after) return { name: head.after, count: `${head.before}${head.counter}` };
  const tail = tailCount.exec(clean)?.groups;
  return tail?.name ? { name: tail.name.replace(/[\s（(:：]+$/, ''), count: tail.count as string } : { name: clean };
}

// Stands where a phone number stood; private use, so no message holds it after cleaning.
const phoneMark = '\ue000';

function blankOut(text: string, spans: { start: number; end: number }[]): string {
  let out = text;
  for (const { start, end } of spans) out = `${out.slice(0, start)}${phoneMark.repeat(end - start)}${out.slice(end)}`;
  return out.replaceAll(new RegExp(`\\s*[/、,，]?\\s*${phoneMark}+`, 'g'), ` ${phoneMark} `);
}

function sliceByLabel(text: string): { part?: Part; words: string }[] {
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
function phrasesOf(text: string): string[] {
  return text
    .replace(/#[^#\n]{1,20}#|【[^】]{0,6}(?:急|招|聘|热|新|日结|通知)[^】]{0,6}】/g, '\n')
    .replace(/\s(?=(?:要求|地点|地址|电话|有意者)\S)/g, '\n')
    .split(/[,，;；。|｜\n\ue000]+|\s{2,}/)
    .map((phrase) => phrase.replace(/^[\s☎📞✆:：/、~～!！·•✅🔥❗-]+|[\s☎📞✆:：/、🔥❗]+$/gu, '').trim())
    .filter((phrase) => phrase !== '');
}

function trimClosing(phrase: string): string {
  return phrase
    .replace(/[（(](?:微信同号|同微信|微同)[)）]?/g, '')
    .replace(closing, '')
    .replace(/^(?:微信同号|同微信|微同|谢谢|有意者|急急急?|速来)$/, '')
    .trim();
}
