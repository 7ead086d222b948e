import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Deflate looks back so far (RFC 1951 §2): a dictionary's last 32 KiB are what it can use. */
const window = 32_768;

/**
 * Two manifests of one screen differ by a count or a row. Packed with the one before as dictionary, 14 KB are some hundred bytes.
 * @param base the text that whoever unpacks will have
 */
export function packManifest(text: string, base: string | undefined): Uint8Array {
  return deflateRawSync(Buffer.from(text), { level: 6, ...dictionaryOf(base) });
}

/** @throws when it was packed against another base, or changed since */
export function unpackManifest(packed: Uint8Array, base: string | undefined): string {
  return inflateRawSync(packed, { ...dictionaryOf(base), maxOutputLength: 8 * 2 ** 20 }).toString();
}

function dictionaryOf(base: string | undefined) {
  return base === undefined ? {} : { dictionary: Buffer.from(base).subarray(-window) };
}
