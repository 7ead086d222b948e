import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bufferBytes = 256 * 1024;
/** UTF-16 units that always fit: each takes three bytes of UTF-8 at most. */
const batchLength = Math.floor(bufferBytes / 3);

/**
 * Entries of a JSON list kept until they are printed: an answer is printed whole or not at all, and 50,000 of them would
 * fill the memory. They lie in a file without a name (phone numbers must not stay behind), gone when the process is.
 */
export class SpooledEntries {
  length = 0;
  #file: number | undefined;
  #bytes = 0;
  #open: string[] = [];
  #openLength = 0;
  // One for all lists' life: thousands of them would wait for the collector outside its heap.
  readonly #buffer = Buffer.allocUnsafe(bufferBytes);

  push(entry: string): void {
    this.#add(this.length === 0 ? entry : `,${entry}`);
    this.length++;
  }

  /** All entries, with commas between them, in pieces. A piece is only valid until the next is asked for. */
  *pieces(): Generator<Uint8Array> {
    this.#write();
    if (this.#file === undefined) return;
    for (let at = 0; at < this.#bytes; ) {
      const read = readSync(this.#file, this.#buffer, 0, Math.min(bufferBytes, this.#bytes - at), at);
      if (read === 0) throw new Error('the spooled entries are cut short');
      yield this.#buffer.subarray(0, read);
      at += read;
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #add(text: string): void {
    for (let at = 0, part = ''; at < text.length; at += part.length) {
      // Never between the halves of a surrogate pair.
      part = text.length <= batchLength ? text : text.slice(at, at + batchLength).replace(/(?<=.)[\ud800-\udbff]$/s, '');
      if (this.#openLength + part.length > batchLength) this.#write();
      this.#open.push(part);
      this.#openLength += part.length;
    }
  }

  #write(): void {
    if (this.#open.length === 0) return;
    this.#file ??= openUnnamed();
    const length = this.#buffer.write(this.#open.join(''));
    this.#open = [];
    this.#openLength = 0;
    for (let at = 0; at < length; ) at += writeSync(this.#file, this.#buffer, at, length - at, this.#bytes + at);
    this.#bytes += length;
  }
}

function openUnnamed(): number {
  const folder = mkdtempSync(join(tmpdir(), 'gangbo-'));
  const file = openSync(join(folder, 'entries'), 'wx+', 0o600);
  rmSync(folder, { recursive: true });
  return file;
}
