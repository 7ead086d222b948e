import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { Refusal } from '../../refusal.ts';
import { limits } from './limits.ts';
import { type XmlHandler, XmlScanner } from './xml-scanner.ts';

/** The bytes of a file: in memory, or on disk where an upload was spooled. */
export type FileBytes = { bytes: Uint8Array } | { path: string };

/** An Office file (a ZIP, ECMA-376 part 2) opened within limits. Lives until `close`. */
export class ZipPackage {
  readonly #zip: ZipFile;
  readonly #entries: Map<string, Entry>;

  private constructor(zip: ZipFile, entries: Map<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws Refusal for what is truncated, encrypted, damaged or a bomb */
  static async open(file: FileBytes): Promise<ZipPackage> {
    const options = { lazyEntries: true, autoClose: false };
    const zip = await ('path' in file
      ? openPromise(file.path, options)
      : fromBufferPromise(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength), options)
    ).catch(refuseZip);
    try {
      return new ZipPackage(zip, await listEntries(zip));
    } catch (error) {
      zip.close();
      throw error instanceof Refusal ? error : refuseZip(error);
    }
  }

  close(): void {
    this.#zip.close();
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  names(): string[] {
    return [...this.#entries.keys()];
  }

  /** Unpacked size as declared (and held to: yauzl refuses a stream that exceeds it). */
  bytesOf(name: string): number {
    return this.#entries.get(name.toLowerCase())?.uncompressedSize ?? 0;
  }

  /** A part's text in pieces. Parts are UTF-8 unless a byte order mark says UTF-16. */
  async *text(name: string): AsyncGenerator<string> {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) throw new Refusal('INTAKE_DAMAGED', { part: name });
    let decoder: TextDecoder | undefined;
    try {
      const stream: Readable = await this.#zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        decoder ??= new TextDecoder(encodingByMark(chunk) ?? 'utf-8');
        yield decoder.decode(chunk, { stream: true });
      }
      yield decoder?.decode() ?? '';
    } catch (error) {
      throw error instanceof Refusal ? error : new Refusal('INTAKE_DAMAGED', { part: name });
    }
  }

  /** Scans a whole part. A handler may keep what it needs; nothing else stays. */
  async scan(name: string, handler: XmlHandler): Promise<void> {
    const scanner = new XmlScanner(name, handler);
    for await (const chunk of this.text(name)) scanner.feed(chunk);
    scanner.end();
  }
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.zipEntries) throw new Refusal('INTAKE_ZIP_BOMB', { limit: `${limits.zipEntries} 个部件` });
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw new Refusal('INTAKE_PASSWORD_PROTECTED');
    unpacked += entry.uncompressedSize;
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
    const bomb = entry.uncompressedSize > limits.packingRatioFromBytes && ratio > limits.packingRatio;
    if (bomb || unpacked > limits.unpackedBytes)
      throw new Refusal('INTAKE_ZIP_BOMB', { limit: `${Math.round(limits.unpackedBytes / 1024 / 1024)} MB` });
    // Some writers use backslashes; names compare without case (ECMA-376 part 2 §6.2.2.3).
    entries.set(entry.fileName.replaceAll('\\', '/').replace(/^\//, '').toLowerCase(), entry);
  }
  return entries;
}

function refuseZip(error: unknown): never {
  const words = error instanceof Error ? error.message : String(error);
  if (/encrypt/i.test(words)) throw new Refusal('INTAKE_PASSWORD_PROTECTED');
  if (/end of central directory|unexpected EOF|expected.*bytes|out of bounds|invalid central directory/i.test(words))
    throw new Refusal('INTAKE_TRUNCATED');
  throw new Refusal('INTAKE_DAMAGED', { part: 'zip' });
}

export function encodingByMark(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}
