import { fold } from '../intake/text/clean-text.ts';
import { readMobile } from '../seeker/phone.ts';

/** What stands where a number stood. */
export const HIDDEN = '●●●';

export interface WithoutPhones {
  /** The text with every number of a telephone hidden. */
  text: string;
  /** The first mobile number that stood in it, 11 digits: what the viewer may ask to be rung on. */
  mobile: string | undefined;
  hidden: boolean;
}

const digitOf: Record<string, string> = Object.fromEntries([
  ...[...'零一二三四五六七八九'].map((letter, digit) => [letter, String(digit)]),
  ...[...'〇壹贰叁肆伍陆柒捌玖'].map((letter, digit) => [letter, String(digit)]),
  ['幺', '1'],
  ['两', '2'],
]);
/** What may stand between two digits of one number: a few signs or spaces. A colon belongs to the time of a day, and Han to a sentence. */
const between = /^[^\p{L}\p{N}:]{0,3}$/u;

interface Digit {
  digit: string;
  /** Where it stands in the text, UTF-16 units. */
  from: number;
  to: number;
  /** Nothing stands between it and the one before. */
  joined: boolean;
}

/**
 * Telephone numbers are for the host's call-back list, never for the other viewers: not in full width, not with spaces or signs between the
 * digits, not in Chinese numerals. Pay, hours and dates stay: 4000-5000, 08:00-18:00 and 2026-12-01 are no numbers of a telephone.
 */
export function hidePhones(typed: string): WithoutPhones {
  const spans = runsOf(typed).flatMap(phonesIn);
  let text = '';
  let at = 0;
  for (const { from, to } of spans) {
    text += typed.slice(at, from) + HIDDEN;
    at = to;
  }
  const mobile = spans.map(({ digits }) => readMobile(digits)).find((number) => number !== undefined);
  return { text: text + typed.slice(at), mobile, hidden: spans.length > 0 };
}

/** Digits that may belong together. */
function runsOf(typed: string): Digit[][] {
  const runs: Digit[][] = [];
  let last: Digit | undefined;
  let at = 0;
  for (const letter of typed) {
    const from = at;
    at += letter.length;
    const digit = readDigit(letter);
    if (digit === undefined) continue;
    const gap = last ? fold(typed.slice(last.to, from)) : '';
    const found: Digit = { digit, from, to: at, joined: last !== undefined && gap === '' };
    const run = runs.at(-1);
    if (run && between.test(gap)) run.push(found);
    else runs.push([found]);
    last = found;
  }
  return runs;
}

/** Full-width and circled digits are one digit each under NFKC; ⑪ is a number of two, and no digit. */
function readDigit(letter: string): string | undefined {
  const plain = letter.normalize('NFKC');
  return /^\d$/.test(plain) ? plain : digitOf[plain];
}

function phonesIn(run: readonly Digit[]): { from: number; to: number; digits: string }[] {
  const all = run.map(({ digit }) => digit).join('');
  const found: { first: number; last: number }[] = [];
  // A mobile number, whatever stands between its digits.
  for (const match of all.matchAll(/1[3-9]\d{9}/g)) found.push({ first: match.index, last: match.index + match[0].length - 1 });
  // Landlines with their area's code, and 400 and 800 lines.
  for (const match of all.matchAll(/^(?:0[1-9]\d{1,2}[2-9]\d{6,7}|[48]00\d{7})$/g))
    found.push({ first: match.index, last: all.length - 1 });
  // Seven digits and more in one piece are never somebody's pay.
  for (let first = 0; first < run.length; first++) {
    let last = first;
    while (run[last + 1]?.joined) last += 1;
    if (last - first >= 6) found.push({ first, last });
    first = last;
  }
  return merged(found).map(({ first, last }) => ({
    from: run[first]?.from ?? 0,
    to: run[last]?.to ?? 0,
    digits: all.slice(first, last + 1).replace(/^(?:00)?86(?=\d{11}$)/, ''),
  }));
}

function merged(spans: { first: number; last: number }[]): { first: number; last: number }[] {
  const sorted = [...spans].sort((a, b) => a.first - b.first);
  const out: { first: number; last: number }[] = [];
  for (const span of sorted) {
    const before = out.at(-1);
    if (before && span.first <= before.last) before.last = Math.max(before.last, span.last);
    else out.push({ ...span });
  }
  return out;
}
