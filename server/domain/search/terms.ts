import { pinyin } from 'pinyin-pro';
import type { PostingFacts } from '../posting/facts.ts';

/**
 * PostgreSQL's full text does not split Chinese, so a posting carries what people may type as an array of terms, and a query
 * is a set of terms that must all be there. Han text is kept as single characters and bigrams (搬, 搬运, 运工); what can be typed in
 * Latin letters as every beginning of pinyin, initials and words (`~banyu`, `~byg`, `~ktv`).
 */
const latinMark = '~';
/** Longest Latin term kept: nobody types more before looking. */
const latinMost = 16;
/** A posting's terms are bounded, whatever its fields hold. */
const termsMost = 600;

const hanRuns = /\p{Script=Han}+/gu;
const latinRuns = /[a-z0-9]+/g;

type Searchable = Pick<PostingFacts, 'trade' | 'title' | 'category' | 'employer' | 'place' | 'benefits' | 'requirements'>;

/** Terms of one posting, most telling fields first. */
export function searchTermsOf(facts: Searchable): string[] {
  const terms = new Set<string>();
  for (const text of [facts.trade, facts.title, facts.category, facts.place, facts.employer]) if (text) addTyped(terms, text);
  for (const text of [...facts.benefits, ...facts.requirements]) addHan(terms, plain(text));
  return [...terms].slice(0, termsMost);
}

/** What all of a posting's terms must hold to answer the query; empty for a query that says nothing. */
export function searchTermsFor(query: string): string[] {
  const text = plain(query).slice(0, 60);
  const terms = new Set<string>();
  for (const [run] of text.matchAll(hanRuns)) {
    if (run.length === 1) terms.add(run);
    for (const pair of bigrams(run)) terms.add(pair);
  }
  for (const [run] of text.matchAll(latinRuns)) terms.add(latinMark + run.slice(0, latinMost));
  return [...terms];
}

/** 101 is a job's spoken number, not a word. */
export function spokenNumberIn(query: string): number | undefined {
  const typed = query
    .normalize('NFKC')
    .trim()
    .replace(/^(no\.?|编号|#)\s*/i, '')
    .replace(/\s*号$/, '');
  return /^\d{1,5}$/.test(typed) ? Number(typed) : undefined;
}

function addTyped(terms: Set<string>, field: string): void {
  const text = plain(field);
  addHan(terms, text);
  for (const [run] of text.matchAll(hanRuns)) {
    const syllables = pinyin(run, { toneType: 'none', type: 'array', v: true });
    for (let start = 0; start < syllables.length; start++) {
      const rest = syllables.slice(start);
      addBeginnings(terms, rest.join(''));
      addBeginnings(terms, rest.map((syllable) => syllable.charAt(0)).join(''));
    }
  }
  for (const [run] of text.matchAll(latinRuns)) addBeginnings(terms, run);
}

function addHan(terms: Set<string>, text: string): void {
  for (const [run] of text.matchAll(hanRuns)) {
    for (const character of run) terms.add(character);
    for (const pair of bigrams(run)) terms.add(pair);
  }
}

function addBeginnings(terms: Set<string>, word: string): void {
  for (let length = 1; length <= Math.min(word.length, latinMost); length++) terms.add(latinMark + word.slice(0, length));
}

function bigrams(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((character, index) => (characters[index] ?? '') + character);
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/ü/g, 'v');
}
