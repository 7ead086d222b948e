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

/** More pages than this and a reader never sees the first one again; the rest is a scan away, and comes in turn. */
export const mostPages = 12;

/** Of the places that a glass has, those that always belong to the first jobs; the others are shared by all the rest. */
const steadyShare = 2 / 3;

/** How long a set of the rest hangs: some rounds of the glass, so that who comes back later finds others. */
const turnMs = 15 * 60_000;

/** @param nowMs server time */
export const turnAt = (nowMs: number): number => Math.floor(nowMs / turnMs);

/**
 * Where there are more jobs than places: the first ones, and of the rest as many as find room, each once in so many turns. No job never hangs. The
 * same sets come again and again, and so do their codes.
 */
export function onTurn<Row>(rows: readonly Row[], places: number, turn: number): Row[] {
  if (rows.length <= places) return [...rows];
  const steady = Math.floor(places * steadyShare);
  const shared = places - steady;
  const rest = rows.slice(steady);
  const set = turn % Math.ceil(rest.length / shared);
  // The last set is full, too: it reaches back into the one before.
  const from = Math.min(set * shared, rest.length - shared);
  return [...rows.slice(0, steady), ...rest.slice(from, from + shared)];
}

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
export function pageRows(rows: readonly BoardRow[], plan: BoardPlan, at: { wording: Wording; turn: number }): Page[] {
  const shown = onTurn(rows, mostPages * plan.rows, at.turn);
  const pages = Math.ceil(shown.length / plan.rows);
  const result: Page[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const from = Math.max(0, Math.min((page - 1) * plan.rows, shown.length - plan.rows));
    const onPage = shown.slice(from, from + plan.rows);
    result.push({ page, pages, rows: onPage, dwellMs: dwellMs(countCharacters(onPage, plan, at.wording)) });
  }
  return result;
}

function countCharacters(rows: readonly BoardRow[], plan: BoardPlan, wording: Wording): number {
  return rows.reduce((sum, row) => sum + readableCharacters(fitRow(row, plan, wording)), 0);
}
