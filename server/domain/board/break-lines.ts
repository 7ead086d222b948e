import { textWidthEm } from './text-width.ts';

/**
 * 断行: lines of one width without a browser, so that server and glass break alike and nothing is ever cut. A line never begins with a closing mark
 * nor ends with an opening one (GB/T 15834); words and numbers stay whole where a line can hold them.
 */
const opening = '（《〈“‘「『【〔([{';
const closing = '，。、；：？！）》〉”’」』】〕…—,.;:?!)\\]}%％℃';
const unit = new RegExp(`[${opening.replace('[', '\\[')}]*(?:[A-Za-z0-9@#&+_~=¥$][A-Za-z0-9@#&+_~=¥$./:-]*|[\\s\\S])[${closing}]*`, 'gu');

/** Joined they are the text again: a line keeps the space it ends with. */
export function breakLines(text: string, mostEm: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of text.match(unit) ?? []) {
    if (textWidthEm((line + part).trimEnd()) <= mostEm) {
      line += part;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = textWidthEm(part.trimEnd()) <= mostEm ? [part] : chop(part, mostEm);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** An address that is wider than the glass. */
function chop(part: string, mostEm: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of part) {
    if (piece !== '' && textWidthEm(piece + character) > mostEm) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return piece === '' ? pieces : [...pieces, piece];
}
