import { Refusal } from '../../refusal.ts';
import { encodingByMark } from './zip-package.ts';

export type TextEncodingName = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be' | 'big5';

export interface DecodedText {
  text: string;
  encoding: TextEncodingName;
}

// Words and characters that a table of jobs, or a message about one, can hardly do without.
const usual = /[的人工岗位单资薪元名招聘联系电话地址点时间司公店员年月日天路号要求长期面议有限与及不]/g;

/**
 * Tells the encoding of a text: by its mark, by being valid UTF-8, by the zeros of UTF-16, else by which reading gives
 * the most usual Chinese and the fewest broken characters.
 * @throws Refusal INTAKE_ENCODING when no reading makes sense; INTAKE_MOJIBAKE when the text was garbled before
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const decoded = decode(bytes);
  const garbled = findMojibake(decoded.text);
  if (garbled !== undefined) throw new Refusal('INTAKE_MOJIBAKE', { sample: garbled });
  return decoded;
}

function decode(bytes: Uint8Array): DecodedText {
  const marked = encodingByMark(bytes);
  if (marked) {
    const text = decodeAs(marked, bytes);
    // A mark of UTF-8 before a body of GB18030 is a known trick of hasty exports: believe the body.
    if (marked !== 'utf-8' || brokenShare(text) === 0) return { text, encoding: marked };
    return best(bytes.subarray(3), ['utf-8', 'gb18030']);
  }
  if (isUtf8(bytes)) {
    const text = decodeAs('utf-8', bytes);
    if (!looksLikeUtf16(bytes)) return { text, encoding: 'utf-8' };
  }
  return best(bytes, ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'big5']);
}

function best(bytes: Uint8Array, candidates: TextEncodingName[]): DecodedText {
  let winner: (DecodedText & { score: number }) | undefined;
  const sample = bytes.subarray(0, 256 * 1024);
  for (const encoding of candidates) {
    const text = decodeAs(encoding, sample);
    const score = scoreOf(text);
    if (!winner || score > winner.score) winner = { text, encoding, score };
  }
  if (!winner || winner.score < 0) throw new Refusal('INTAKE_ENCODING');
  return { text: sample.length === bytes.length ? winner.text : decodeAs(winner.encoding, bytes), encoding: winner.encoding };
}

/** Usual characters for, broken and control characters against; in parts of the text's length. */
function scoreOf(text: string): number {
  if (text.length === 0) return 0;
  const head = text.slice(0, 50_000);
  const wanted = head.match(usual)?.length ?? 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a wrong reading gives
  const control = head.match(/[\u0000-\u0008\u000e-\u001f\u0080-\u009f\ue000-\uf8ff]/g)?.length ?? 0;
  const plain = head.match(/[ -~\r\n\t\u4e00-\u9fff，。、：；（）]/g)?.length ?? 0;
  return (wanted * 2 + plain - (head.length - plain) * 2 - control * 10) / head.length - brokenShare(head) * 50;
}

function brokenShare(text: string): number {
  return (text.match(/\ufffd/g)?.length ?? 0) / Math.max(1, text.length);
}

/** Valid but for a last character that a cut may have halved. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** ASCII in UTF-16 has a zero in every other byte. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 4096);
  let zeros = 0;
  for (const byte of head) if (byte === 0) zeros++;
  return head.length > 0 && zeros / head.length > 0.05;
}

function decodeAs(encoding: TextEncodingName, bytes: Uint8Array): string {
  const text = new TextDecoder(encoding).decode(bytes);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** UTF-8 once read as GBK or Latin-1 and saved like that: 锟斤拷, å²—ä½, 娑堥槻. What was lost cannot be brought back. */
function findMojibake(text: string): string | undefined {
  const head = text.slice(0, 200_000);
  const lost =
    /锟斤拷|\ufffd{2,}|(?:[\u00c3-\u00ef][\u0080-\u00bf]{1,2}){3,}|(?:[åæçèé][\u0080-\u00ff\u2013-\u2122\u0152-\u017e]{1,2}){3,}/.exec(
      head,
    );
  return lost?.[0].slice(0, 12);
}
