import { cleanLine, fold } from '../text/clean-text.ts';
import { clip } from './clip.ts';
import { type Trade, trades } from './trade-table.ts';

export interface TradeReading {
  /** Empty when there is nothing that could be a trade. */
  trade: string;
  /** The words as sent, where they say more than the trade. */
  title?: string;
  category?: string;
  /** True when the table knows it. */
  known: boolean;
}

const byWord = new Map<string, Trade>();
for (const row of trades)
  for (const word of [row.trade, ...row.synonyms]) if (!byWord.has(fold(word).toLowerCase())) byWord.set(fold(word).toLowerCase(), row);
const words = [...byWord.keys()].sort((a, b) => b.length - a.length);
const anyWord = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));
const politeStart = /^(?:【?急[招聘]】?|诚聘|高薪诚聘|招聘|急需|招|聘|长期招|现招|兼职|全职|日结)+[:：]?/;

/** Finds the trade that a title names: 急招男保洁阿姨3名 → 保洁员. Titles of no known trade keep their own words. */
export function readTrade(text: string): TradeReading {
  const title = cleanLine(text);
  const bare = title
    .replace(politeStart, '')
    .replace(/[!！.。,，]+$/, '')
    .trim();
  if (bare === '' || /^[-—/\d.\s]+$/.test(bare)) return { trade: '', known: false };
  const plain = fold(bare).toLowerCase();
  const exact = byWord.get(plain);
  const row = exact ?? findTrade(plain)?.trade;
  if (!row) {
    const trade = clip(bare, 20);
    return trade === title ? { trade, known: false } : { trade, title: clip(title, 40), known: false };
  }
  const reading: TradeReading = { trade: row.trade, category: row.category, known: true };
  if (bare !== row.trade) reading.title = clip(title, 40);
  return reading;
}

/** The longest trade word inside a phrase. */
export function findTrade(text: string): { trade: Trade; start: number; end: number } | undefined {
  const plain = fold(text).toLowerCase();
  const match = anyWord.exec(plain);
  if (!match) return undefined;
  // Leftmost is not longest: 小时工保洁 holds 小时工 and 保洁; take the longest word of all.
  const longest = words.find((word) => plain.includes(word)) ?? match[0];
  const trade = byWord.get(longest);
  const start = plain.indexOf(longest);
  return trade && { trade, start, end: start + longest.length };
}
