import { joined } from './joined.ts';

/** A PNG (ISO/IEC 15948) of nothing but its picture: no text, no profile, no animation, and nothing behind its end. */
export interface CleanPng {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** What the picture's data must unpack to; anything else is no picture. */
  readonly unpackedBytes: number;
  /** The compressed data of all its pieces. */
  readonly packed: Uint8Array;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const kept = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
/** Samples a pixel, by colour type: grey, colour, palette, grey and alpha, colour and alpha. */
const channels: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** @returns nothing where it is no PNG, is damaged, or is interlaced (which nothing that draws a logo needs) */
export function cleanPng(bytes: Uint8Array): CleanPng | undefined {
  if (!signature.every((byte, at) => bytes[at] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  const packed: Uint8Array[] = [];
  let header: { width: number; height: number; unpackedBytes: number } | undefined;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) return undefined;
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return undefined;
    if ((kind === 'IHDR') !== (at === 8)) return undefined;
    if (kind === 'IHDR') header = length === 13 ? readHeader(view, at + 8) : undefined;
    if (header === undefined) return undefined;
    if (kind === 'IDAT') packed.push(bytes.subarray(at + 8, end - 4));
    if (kept.has(kind)) parts.push(bytes.subarray(at, end));
    if (kind === 'IEND') return packed.length === 0 ? undefined : { ...header, bytes: joined(parts), packed: joined(packed) };
    at = end;
  }
  return undefined;
}

function readHeader(view: DataView, at: number) {
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, colour, compression, filter, interlace] = [8, 9, 10, 11, 12].map((offset) => view.getUint8(at + offset));
  const samples = channels[colour ?? -1];
  if (width === 0 || height === 0 || samples === undefined || depth === undefined) return undefined;
  if (![1, 2, 4, 8, 16].includes(depth) || compression !== 0 || filter !== 0 || interlace !== 0) return undefined;
  // Each line begins with the byte that names its filter.
  return { width, height, unpackedBytes: height * (1 + Math.ceil((width * samples * depth) / 8)) };
}

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** ISO 3309, as PNG asks for it over each chunk's name and data. */
function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
