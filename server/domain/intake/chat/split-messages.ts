import { findDays } from '../normalise/dates.ts';
import { readPhones } from '../normalise/phones.ts';
import { findTrade } from '../normalise/trade.ts';
import { cleanText, fold } from '../text/clean-text.ts';

/** One post of a pasted chat. */
export interface ChatPost {
  /** The line it begins on, from 1. */
  line: number;
  text: string;
  sender?: string;
  /** YYYY-MM-DD of the message it stood in, where the paste says so: 明天 is the day after it. */
  sentOn?: string;
}

const time = String.raw`(?:凌晨|早上|上午|中午|下午|傍晚|晚上|[AaPp][Mm])?\s*\d{1,2}:\d{2}(?::\d{2})?`;
const date = String.raw`(?:(?:20\d{2}[年./-])?\d{1,2}[月./-]\d{1,2}日?|昨天|前天|今天|星期[一二三四五六日天])`;
// 张三 2026/11/20 08:13   张三(群主) 11月20日 上午8:13   张三:   [2026/11/20 08:13] 张三: 内容
const nameThenTime = new RegExp(String.raw`^(\S.{0,23}?)[:\s]*\s(?:(${date})\s*)?(${time})$`);
const timeThenName = new RegExp(String.raw`^[\[(【]?\s*(?:(${date})\s*)?(${time})\s*[\])】]?\s*[-–]?\s*([^:：]{1,24})[:：]\s*(.*)$`);
const dateLine = new RegExp(String.raw`^[-—–=*\s]*(${date})(?:\s*星期[一二三四五六日天])?(?:\s*${time})?[-—–=*\s]*$`);
const nameOnly = /^([^\s:：，,。!！|｜\d]{1,16})[:：]$/;
// 微信 itself, not a person: 撤回, 加入群聊, 拍了拍.
const systemLine =
  /撤回了一条消息|加入了?群聊|修改群名|拍了拍|以下是新消息|^\[(?:图片|语音|表情|动画表情|视频|文件|链接|位置|红包|小程序)\]$|你已添加了/;
const listMark = /^\s*(?:[（(]?\d{1,2}[)）.、]|[①-⑳]|[一二三四五六七八九十]{1,2}、|[-•·▪●◆★☆✅🔸🔹])\s*/u;
// 工资:…, 招: and the like begin a part of a post, not a person's message.
const fieldLabel =
  /^(?:招聘?|岗位|职位|工种|工资|薪资|薪|待遇|时间|地址|地点|址|要求|联系|电话|福利|人数|公司|单位|备注|截止|有效期|内容|急招|急聘|诚聘|招工|用工)$/;

/** Splits a paste into posts. Blank lines part them, and so do WeChat's own headings. `reference`: the day of the paste. */
export function splitMessages(raw: string, reference: string): ChatPost[] {
  const posts: ChatPost[] = [];
  let open: { line: number; lines: string[] } | undefined;
  let sender: string | undefined;
  let sentOn: string | undefined;
  let dayOfPaste: string | undefined;
  const close = () => {
    if (open) posts.push(...splitBlock(open.line, open.lines, { ...(sender && { sender }), ...(sentOn && { sentOn }) }));
    open = undefined;
  };
  raw.split(/\r\n|[\n\r\u2028\u2029]/).forEach((rawLine, index) => {
    const line = cleanText(rawLine);
    const heading = line === '' ? undefined : headingOf(line, dayOfPaste ?? reference);
    if (line === '') close();
    else if (heading) {
      close();
      if (heading.kind === 'day') {
        dayOfPaste = heading.on;
        sentOn = heading.on;
        sender = undefined;
      } else {
        sender = heading.sender;
        sentOn = heading.on ?? dayOfPaste;
        if (heading.text) open = { line: index + 1, lines: [heading.text] };
      }
    } else if (open) open.lines.push(line);
    else open = { line: index + 1, lines: [line] };
  });
  close();
  return posts;
}

/** Whether a post is chat about something else: 收到, 谢谢老板, [图片]. It names no trade, no phone and no pay. */
export function isSmallTalk(text: string): boolean {
  if (systemLine.test(text)) return true;
  const plain = fold(text);
  if (readPhones(plain).phones.length > 0) return false;
  const hiring = /招|聘|缺人|用工|找人|工资|薪|日结|元\/|岗位/.test(plain);
  return !hiring && (findTrade(plain) === undefined || plain.length < 12 || /[?？吗]$/.test(plain));
}

type Heading = { kind: 'day'; on: string } | { kind: 'message'; sender: string; on?: string; text?: string };

function headingOf(line: string, reference: string): Heading | undefined {
  const plain = fold(line);
  const day = dateLine.exec(plain);
  if (day) {
    const on = dayNamed(day[1], reference);
    return on ? { kind: 'day', on } : undefined;
  }
  if (readPhones(plain).phones.length > 0 && plain.length < 40 && !/^[[(【]/.test(plain)) return undefined;
  const before = timeThenName.exec(plain);
  if (before) {
    const on = dayNamed(before[1], reference);
    const text = line.slice(line.length - (before[4] ?? '').length).trim();
    return { kind: 'message', sender: (before[3] ?? '').trim(), ...(on && { on }), ...(text && { text }) };
  }
  const after = nameThenTime.exec(plain);
  if (after && !/招|聘|元|工资|薪|上班|时间|班/.test(after[1] ?? '')) {
    const on = dayNamed(after[2], reference);
    return { kind: 'message', sender: (after[1] ?? '').trim(), ...(on && { on }) };
  }
  const named = nameOnly.exec(plain);
  if (named && !fieldLabel.test(named[1] ?? '')) return { kind: 'message', sender: named[1] ?? '' };
  return undefined;
}

function dayNamed(words: string | undefined, reference: string): string | undefined {
  if (words === undefined) return undefined;
  const back = { 今天: 0, 昨天: 1, 前天: 2 }[words];
  if (back !== undefined) return shiftDay(reference, -back);
  const weekday = /^星期([一二三四五六日天])$/.exec(words);
  if (weekday) {
    // WeChat names a weekday for the six days before today.
    const target = '一二三四五六日'.indexOf((weekday[1] ?? '').replace('天', '日'));
    const today = (new Date(`${reference}T00:00:00Z`).getUTCDay() + 6) % 7;
    return shiftDay(reference, -((today - target + 7) % 7));
  }
  const found = findDays(words.replace(/^(\d{1,2})[./-](\d{1,2})$/, '$1月$2日'), reference)[0]?.on;
  // A chat is never from the future: 12/30 pasted in January was last year's.
  return found && found > reference && !/20\d{2}/.test(words) ? `${Number(found.slice(0, 4)) - 1}${found.slice(4)}` : found;
}

function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** A block is one post, unless each of its lines is one by itself: every line rings a number of its own, or a list does. */
function splitBlock(line: number, lines: string[], message: Pick<ChatPost, 'sender' | 'sentOn'>): ChatPost[] {
  const whole: ChatPost = { line, text: lines.join('\n'), ...message };
  if (lines.length < 2) return [whole];
  const complete = lines.filter((text) => readPhones(text).phones.length > 0 && findTrade(text) !== undefined);
  if (complete.length >= 2 && complete.length >= lines.length - 1) {
    const parts = lines.map((text, index) => ({ line: line + index, text: text.replace(listMark, ''), ...message }));
    // A first line without a phone is the heading of the list.
    return parts.filter((part, index) => index > 0 || readPhones(part.text).phones.length > 0);
  }
  return [whole];
}
