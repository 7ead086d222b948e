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
import { bareLabel, blankOut, nameAndCount, type Part, partOfLabel, phrasesOf, sliceByLabel, trimClosing } from './phrases.ts';

/** Longer than any post; a pasted article is refused as a whole instead of being half understood. */
export const longestPost = 5_000;

const hire =
  /^(?:(?<who>.{0,30}?)(?:现|急|长期|大量|诚|紧急|因业务需要)?(?:招聘|诚聘|急聘|招工|急招|现招|招|聘|急需|需要|要找|需|要|缺|来|找))(?<what>.{1,30})$/u;
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
