import { joined } from './joined.ts';

/** A JPEG (ITU-T T.81) without what cameras and programs write beside the picture: where it was taken, with what, by whom. */
export interface CleanJpeg {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const SOI = 0xd8;
const SOS = 0xda;
const COMMENT = 0xfe;
const APP0 = 0xe0;
const APP14 = 0xee;
const APP15 = 0xef;

/** Start of frame: every kind but those that mean something else. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** JFIF's and Adobe's segments say how the colours are meant; all others are about something else. */
const isBeside = (marker: number): boolean => marker === COMMENT || (marker > APP0 && marker <= APP15 && marker !== APP14);

/** @returns nothing where it is no JPEG, or ends before its picture begins */
export function cleanJpeg(bytes: Uint8Array): CleanJpeg | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | undefined;
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return undefined;
    const length = word(bytes, at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined;
    if (isFrame(marker)) size = { height: word(bytes, at + 5), width: word(bytes, at + 7) };
    if (marker === SOS) {
      if (!size) return undefined;
      kept.push(bytes.subarray(at));
      return { ...size, bytes: joined(kept) };
    }
    if (!isBeside(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
