import { fitRow } from './fit-row.ts';
import type { BoardRow } from './manifest.ts';
import type { BoardPlan } from './plan.ts';
import { readableCharacters, type Wording } from './row-words.ts';

/** A slide's rows before it has a code. */
export interface Page {
  page: number;
  pages: number;
  rows: BoardRow[];
  /** Of a wall of two: every row of the page, on both halves together. The code opens all of them. */
  all?: BoardRow[];
  dwellMs: number;
}

/** More pages than this and a reader never sees the first one again; the rest is a scan away. */
export const mostPages = 12;

/**
 * Two seconds to find the place, then four characters a second: adults read simplified Chinese at about 255 characters a minute
 * (International Reading Speed Texts), which is a little more.
 */
export function dwellMs(characters: number): number {
  return Math.ceil((2_000 + (characters / 4) * 1_000) / 100) * 100;
}

/**
 * Every page is full where there are jobs enough: the last one reaches back into the one before, so that six jobs on glass for
 * five are never five and a lonely one.
 */
export function pageRows(rows: readonly BoardRow[], plan: BoardPlan, wording: Wording): Page[] {
  const shown = rows.slice(0, mostPages * plan.rows);
  const pages = Math.ceil(shown.length / plan.rows);
  const result: Page[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const from = Math.max(0, Math.min((page - 1) * plan.rows, shown.length - plan.rows));
    const onPage = shown.slice(from, from + plan.rows);
    result.push({ page, pages, rows: onPage, dwellMs: dwellMs(countCharacters(onPage, plan, wording)) });
  }
  return result;
}

function countCharacters(rows: readonly BoardRow[], plan: BoardPlan, wording: Wording): number {
  return rows.reduce((sum, row) => sum + readableCharacters(fitRow(row, plan, wording)), 0);
}
