import { fold } from '../intake/text/clean-text.ts';
import { simplified } from './simplified.ts';

/** What a word of the list does to a message: it waits for the host's eye, or it never goes out. */
export const wordActions = ['hold', 'refuse'] as const;
export type WordAction = (typeof wordActions)[number];

export interface ListedWord {
  word: string;
  action: WordAction;
}

interface Node {
  next: Map<string, Node>;
  /** Where the search goes on when no child fits: the longest proper suffix that is a prefix of another word. */
  fail: Node | undefined;
  /** The words that end here, those of the suffixes among them. */
  ends: ListedWord[];
}

export interface WordMatcher {
  /** The words of the list that stand in the text, each once. */
  find(text: string): ListedWord[];
}

/**
 * Aho–Corasick (CACM 18/6, 1975): one walk over the text, whatever the number of words. Words and text are compared as {@link skeleton}s, so that
 * 保 证 金, 保．证．金, 保💰证金 and 保證金 are no way round 保证金.
 */
export function wordMatcher(words: readonly ListedWord[]): WordMatcher {
  const root = node();
  for (const listed of words) plant(root, listed);
  link(root);
  return {
    find(text) {
      const found = new Set<ListedWord>();
      let at = root;
      for (const letter of skeleton(text)) {
        at = step(at, letter) ?? root;
        for (const listed of at.ends) found.add(listed);
      }
      return [...found];
    },
  };
}

/**
 * Text reduced to what is compared: NFKC (full width, circled, compatibility forms), lower case, simplified characters, and nothing that is
 * neither letter nor digit.
 */
export function skeleton(text: string): string {
  const plain = fold(text).normalize('NFKC').toLowerCase();
  return simplified(plain).replace(/[^\p{L}\p{N}]+/gu, '');
}

const node = (): Node => ({ next: new Map(), fail: undefined, ends: [] });

function plant(root: Node, listed: ListedWord): void {
  let at = root;
  const letters = skeleton(listed.word);
  // A word of signs alone would end at the root, and be found in everything.
  if (letters === '') return;
  for (const letter of letters) {
    let child = at.next.get(letter);
    if (!child) {
      child = node();
      at.next.set(letter, child);
    }
    at = child;
  }
  at.ends.push(listed);
}

/** Breadth first: a node's suffix is shorter, so it has been linked before. */
function link(root: Node): void {
  const queue: Node[] = [...root.next.values()];
  for (const child of queue) child.fail = root;
  for (let head = 0; head < queue.length; head++) {
    const parent = queue[head];
    if (!parent) break;
    for (const [letter, child] of parent.next) {
      const fail = (parent.fail && step(parent.fail, letter)) ?? root;
      child.fail = fail;
      child.ends.push(...fail.ends);
      queue.push(child);
    }
  }
}

function step(from: Node, letter: string): Node | undefined {
  for (let at: Node | undefined = from; at; at = at.fail) {
    const child = at.next.get(letter);
    if (child) return child;
  }
  return undefined;
}
