/** What a file is by its first bytes, whatever it is called. Sizes are what its header says, in pixels, before anything is decoded. */
export type Sniffed =
  | { kind: 'picture'; type: 'jpeg' | 'png' | 'webp'; width: number; height: number }
  | { kind: 'svg'; active: boolean }
  | { kind: 'film'; type: 'mp4' | 'webm' }
  | { kind: 'broken-picture' }
  | { kind: 'unknown' };

const latin = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** @param head the file's beginning; a JPEG's size may stand behind a thumbnail, so some hundred kilobytes */
export function sniffContent(head: Uint8Array): Sniffed {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length >= 26 && latin(head, 1, 4) === 'PNG' && head[0] === 0x89)
    return { kind: 'picture', type: 'png', width: view.getUint32(16), height: view.getUint32(20) };
  if (head[0] === 0xff && head[1] === 0xd8) {
    const size = jpegSize(view);
    return size === undefined ? { kind: 'broken-picture' } : { kind: 'picture', type: 'jpeg', ...size };
  }
  if (head.length >= 30 && latin(head, 0, 4) === 'RIFF' && latin(head, 8, 12) === 'WEBP') {
    const size = webpSize(view);
    return size === undefined ? { kind: 'broken-picture' } : { kind: 'picture', type: 'webp', ...size };
  }
  if (latin(head, 4, 8) === 'ftyp') return { kind: 'film', type: 'mp4' };
  // EBML (RFC 8794): Matroska's family, of which WebM is one.
  if (head.length >= 4 && view.getUint32(0) === 0x1a45dfa3) return { kind: 'film', type: 'webm' };
  return sniffSvg(head);
}

/** Frame header of a JPEG (ITU-T T.81 B.2.2). */
function jpegSize(view: DataView): { width: number; height: number } | undefined {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** RFC 9649: lossy, lossless, or with extras before either. */
function webpSize(view: DataView): { width: number; height: number } | undefined {
  const chunk = String.fromCharCode(view.getUint8(12), view.getUint8(13), view.getUint8(14), view.getUint8(15));
  const three = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  if (chunk === 'VP8X') return { width: three(24) + 1, height: three(27) + 1 };
  if (chunk === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (chunk !== 'VP8L') return undefined;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** Whatever could run or fetch: scripts, handlers, links to elsewhere, foreign objects, entities. */
const active = /<script|\son\w+\s*=|javascript:|<foreignObject|<!ENTITY|<(image|use)\b[^>]*href\s*=(?!\s*["']?\s*#)|url\(\s*["']?https?:/i;

function sniffSvg(head: Uint8Array): Sniffed {
  const text = new TextDecoder().decode(head);
  return /<svg[\s>]/i.test(text) ? { kind: 'svg', active: active.test(text) } : { kind: 'unknown' };
}

/** How a camera was held, of 1 to 8 (Exif 2.32, tag 0x0112); 1 is upright, and so is a file that doesn't say. */
export function jpegOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 4 < view.byteLength && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at + 1) === 0xda) return 1;
    if (view.getUint8(at + 1) === 0xe1 && latin(bytes, at + 4, at + 8) === 'Exif') return orientationIn(view, at + 10);
  }
  return 1;
}

function orientationIn(view: DataView, tiff: number): number {
  if (tiff + 8 > view.byteLength) return 1;
  const little = view.getUint16(tiff) === 0x4949;
  const ifd = tiff + view.getUint32(tiff + 4, little);
  if (ifd + 2 > view.byteLength) return 1;
  const count = view.getUint16(ifd, little);
  for (let entry = ifd + 2; entry < ifd + 2 + count * 12 && entry + 10 <= view.byteLength; entry += 12)
    if (view.getUint16(entry, little) === 0x0112) {
      const value = view.getUint16(entry + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  return 1;
}
