/**
 * Text from outside, made safe to show and to match. Nothing here drops a visible character: what goes is what
 * cannot be seen, or what would reorder what is seen (Unicode UAX #9 controls; Trojan Source, CVE-2021-42574).
 */

// Zero-width and bidi marks, soft hyphen, fillers that render blank, tag characters, variation selectors, BOM.
const invisible =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: the class lists single code points on purpose
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\ue000-\uf8ff\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const oddSpace = /[\t\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;
const stackedMarks = /(\p{M}{2})\p{M}+/gu;

/** Several lines stay several lines; everything else becomes plain, trimmed text. */
export function cleanText(raw: string): string {
  if (isPlain(raw)) return raw.trim();
  return raw
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(invisible, '')
    .replace(control, '')
    .replace(oddSpace, ' ')
    .replace(stackedMarks, '$1')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** One line: what a fact of a posting is. */
export function cleanLine(raw: string): string {
  const text = cleanText(raw);
  return text.includes('\n') || text.includes('  ') ? text.replace(/\s+/g, ' ').trim() : text;
}

// Letters, digits, common punctuation and Han: most cells are nothing else, and cost one test.
const plainPattern = /^[ -~\u4e00-\u9fff，。、；：？！（）【】《》“”￥·—…％＋－／～０-９Ａ-Ｚａ-ｚ]*$/;

function isPlain(raw: string): boolean {
  return plainPattern.test(raw);
}

const folded = new Map<string, string>();

/**
 * Full-width and compatibility forms as their plain ones (NFKC), one UTF-16 unit for one, so that a position in the
 * folded text is the same position in the text itself. What NFKC would lengthen (㎡, ㈱) stays.
 */
export function fold(text: string): string {
  if (!/[^ -~\u4e00-\u9fff]/.test(text)) return text;
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] as string;
    if (unit <= '~') {
      out += unit;
      continue;
    }
    let plain = folded.get(unit);
    if (plain === undefined) {
      const normal = unit.normalize('NFKC');
      plain = normal.length === 1 ? normal : unit;
      // At most 65,536 entries: one for each UTF-16 unit.
      folded.set(unit, plain);
    }
    out += plain;
  }
  return out;
}

/** Text reduced to what two writings of one thing share: no spaces, no punctuation, lower case. For keys, never for show. */
export function keyOf(text: string): string {
  return fold(text)
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, '');
}
