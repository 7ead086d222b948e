import { pinyin } from 'pinyin-pro';
import { trades } from '#server/domain/intake/normalise/trade-table.ts';

export interface Suggestion {
  value: string;
  /** What else finds it: synonyms. */
  also?: string;
}

interface Indexed extends Suggestion {
  keys: string[];
}

/** Characters, pinyin and initials of a list, so that `byg` and `banyun` find 搬运工. */
export function indexed(list: readonly Suggestion[]): Indexed[] {
  return list.map((one) => ({ ...one, keys: [one.value, ...(one.also?.split(' ') ?? [])].flatMap(keysOf) }));
}

function keysOf(word: string): string[] {
  const syllables = pinyin(word, { toneType: 'none', type: 'array', v: true });
  return [
    word.toLowerCase(),
    syllables.join('').toLowerCase(),
    syllables
      .map((syllable) => syllable.charAt(0))
      .join('')
      .toLowerCase(),
  ];
}

/** Those that begin with what was typed before those that hold it; the list's own order within. */
export function suggest(list: readonly Indexed[], typed: string, most = 8): Suggestion[] {
  const text = typed.trim().toLowerCase();
  if (text === '') return list.slice(0, most);
  const rank = (one: Indexed) =>
    Math.min(...one.keys.map((key, at) => (key.startsWith(text) ? (at < 3 ? 0 : 1) : key.includes(text) ? 2 : 9)));
  return list
    .map((one) => ({ one, rank: rank(one) }))
    .filter(({ rank: found }) => found < 9)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ one }) => one);
}

export const tradeList = (): Indexed[] => indexed(trades.map(({ trade, synonyms }) => ({ value: trade, also: synonyms.join(' ') })));
