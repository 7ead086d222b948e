import type { Expiry, PayUnit, PostingFacts } from '../posting/facts.ts';
import { readBenefitsCell } from './normalise/benefits.ts';
import { clip } from './normalise/clip.ts';
import { readContact } from './normalise/contact.ts';
import { readEmployer } from './normalise/employer.ts';
import { readExpiry } from './normalise/expiry.ts';
import { readHeadcount } from './normalise/headcount.ts';
import { readPay, readPayUnit } from './normalise/pay.ts';
import { readPhones } from './normalise/phones.ts';
import { readConditionColumn, readRequirements } from './normalise/requirements.ts';
import { readSettlement } from './normalise/settlement.ts';
import { readShift } from './normalise/shift.ts';
import { readTrade } from './normalise/trade.ts';
import type { MissingFact, Notice, RowProblem } from './problems.ts';
import { cleanLine, cleanText } from './text/clean-text.ts';

/** The words of one posting, told apart but not yet read: what a table row and a chat post have in common. */
export interface PostingWords {
  title?: string;
  category?: string;
  employer?: string;
  /** False where the employer was picked out of running text instead of named in a column. */
  employerNamed?: boolean;
  headcount?: string | number;
  pay?: string | number;
  payUnit?: PayUnit;
  settlement?: string;
  shift?: string;
  startsOn?: string;
  place?: string;
  phones?: string;
  contact?: string;
  requirements?: string;
  /** Conditions with a column of their own: 性别, 年龄, 学历. */
  conditions?: { label: string; text: string }[];
  benefits?: string;
  expiry?: string | number;
  description?: string[];
}

export interface ReadContext {
  /** YYYY-MM-DD: the day the words were said on (the message's day, the table's, or today). */
  reference: string;
  /** What the table says of all its rows: 有效期 in the title, one employer for the sheet. */
  expiry?: Expiry;
  employer?: string;
}

export type RowReading =
  | { read: true; facts: PostingFacts; missing: MissingFact[]; notices: Notice[] }
  | { read: false; problem: RowProblem; missing: (MissingFact | 'trade')[]; phones: string[] };

/** Reads the words into facts. What could not be read is never dropped: it goes to the description. */
export function assemble(words: PostingWords, context: ReadContext): RowReading {
  const notices: Notice[] = [];
  const left: string[] = (words.description ?? []).map(cleanText).filter((text) => text !== '');
  const unread = (code: Notice['code'], text: string, label: string) => {
    notices.push({ code, text: clip(text, 80) });
    left.push(`${label}：${text}`);
  };

  const { title, count } = splitCount(words.title ?? words.category ?? '');
  const trade = readTrade(title);
  const phones = readPhones(words.phones ?? '');
  const employer = readEmployer(words.employer ?? context.employer ?? '', { named: words.employerNamed ?? true });
  const missing: MissingFact[] = [];
  if (employer.employer === undefined) missing.push('employer');
  if (phones.phones.length === 0) missing.push('phone');
  if (trade.trade === '')
    return { read: false, problem: { code: 'ROW_WITHOUT_TRADE' }, missing: ['trade', ...missing], phones: phones.phones };
  if (missing.length === 2) return { read: false, problem: { code: 'ROW_WITHOUT_CONTACT' }, missing, phones: [] };
  if (!trade.known) notices.push({ code: 'TRADE_UNKNOWN', text: trade.trade });
  for (const number of phones.invalid) unread('PHONE_INVALID', number, '号码');

  const headcountWords = isSaid(words.headcount) ? words.headcount : (count ?? '若干');
  const headcount = readHeadcount(headcountWords);
  if (headcount.unread) unread('HEADCOUNT_UNREAD', String(headcountWords), '人数');

  const settlementColumn = words.settlement === undefined ? undefined : readSettlement(words.settlement);
  const unitFromSettlement = words.settlement === undefined ? undefined : readPayUnit(words.settlement);
  const unit = words.payUnit ?? unitFromSettlement;
  const pay = readPay(words.pay ?? '', { ...(unit && { unit }), ...(settlementColumn && { settlement: settlementColumn }) });
  if (pay.unread) unread('PAY_UNREAD', String(words.pay), '工资');
  else if ((pay.pay.note?.length ?? 0) >= 60) left.push(`工资：${cleanLine(String(words.pay))}`);
  if (words.settlement && !settlementColumn && !unitFromSettlement) left.push(`结算：${cleanLine(words.settlement)}`);

  const benefits = readBenefitsCell(words.benefits ?? '');
  if (benefits.settlement) pay.pay.settlement ??= benefits.settlement;

  const shift = readShift(words.shift ?? '', context.reference);
  if (words.startsOn) {
    const starts = readShift(words.startsOn, context.reference);
    if (starts.startsOn) shift.startsOn ??= starts.startsOn;
    else left.push(`到岗：${cleanLine(words.startsOn)}`);
  }
  if (shift.text.endsWith('…')) left.push(`时间：${cleanLine(words.shift ?? '')}`);

  const expiry = isSaid(words.expiry)
    ? readExpiry(words.expiry, context.reference)
    : { expiry: context.expiry ?? { kind: 'unstated' as const }, unread: false };
  if (expiry.unread) unread('EXPIRY_UNREAD', String(words.expiry), '有效期');

  const place = cleanLine(words.place ?? '').replace(/^[-—/无]+$/, '');
  if (place.length > 80) left.push(`地点：${place}`);
  const description = cleanText(left.join('\n'));
  if (description.length > 2000) notices.push({ code: 'TEXT_SHORTENED', text: clip(description, 80) });
  const contact = readContact(words.contact ?? '', phones.extensions) ?? (words.contact ? clip(cleanLine(words.contact), 20) : undefined);

  const facts: PostingFacts = {
    trade: trade.trade,
    ...(trade.title && { title: trade.title }),
    ...categoryOf(words.category, trade.category),
    ...(employer.employer && { employer: employer.employer }),
    employerKind: employer.employerKind,
    headcount: headcount.headcount,
    pay: pay.pay,
    shift,
    ...(place && { place: clip(place, 80) }),
    phones: phones.phones,
    ...(contact && { contact }),
    requirements: [
      ...readRequirements(words.requirements ?? ''),
      ...(words.conditions ?? []).flatMap(({ label, text }) => readConditionColumn(label, text)),
      ...(headcount.split ? [headcount.split] : []),
    ].slice(0, 20),
    benefits: unique([...benefits.benefits, ...pay.benefits]).slice(0, 20),
    expiry: expiry.expiry,
    ...(description && { description: clip(description, 2000) }),
  };
  return { read: true, facts, missing, notices };
}

/** 搬运工3名 and 安装工(10-15): the number is the headcount. */
function splitCount(title: string): { title: string; count?: string } {
  const clean = cleanLine(title);
  const match =
    /^(.*?)[\s（(【[×x*]*((?:\d+\s*[-~至到—]\s*)?\d+\s*(?:名|人|个|位)+|若干名?|(?<=[（(])\d+(?:\s*[-~]\s*\d+)?)[）)】\]]*$/.exec(clean);
  const name = match?.[1]?.trim();
  return name && match?.[2] ? { title: name, count: match[2] } : { title: clean };
}

/** The trade table's category, so that people can browse by it; the sender's own word where the table knows none. */
function categoryOf(said: string | undefined, known: string | undefined): { category?: string } {
  const category = known ?? cleanLine(said ?? '');
  return category === '' ? {} : { category: clip(category, 20) };
}

function isSaid<T extends string | number>(value: T | undefined): value is T {
  return value !== undefined && (typeof value === 'number' || value.trim() !== '');
}

function unique(items: string[]): string[] {
  return [...new Set(items)];
}
