import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Asset } from '#server/domain/board/manifest.ts';
import type { FileShelf } from './shelf.ts';

/** A file that came, and is not what was signed. */
export class FileWrong extends Error {
  override readonly name = 'FileWrong';
}

/** A line that hangs holds up every file behind this one. */
const silentAfterMs = 30_000;
/** So much is stored at once: a cut costs no more than this. */
const pieceBytes = 1024 * 1024;

export interface DownloadParts {
  shelf: FileShelf;
  nowMs(): number;
  /** Aborts from without: the file is not wanted any more. */
  signal?: AbortSignal;
}

type Wanted = Pick<Asset, 'sha256' | 'url' | 'bytes'>;

/**
 * Fetches a file from where it was cut (RFC 9110 §14), counts it by its hash, and only then calls it whole.
 * @throws FileWrong; DOMException QuotaExceededError; anything else is the network, and what has come is kept
 */
export async function download(file: Wanted, { shelf, nowMs, signal }: DownloadParts): Promise<void> {
  const hash = sha256.create();
  let have = 0;
  for (const piece of await shelf.pieces(file.sha256)) {
    hash.update(new Uint8Array(await piece.arrayBuffer()));
    have += piece.size;
  }
  await shelf.put({ sha256: file.sha256, bytes: file.bytes, isWhole: false, wantedAtMs: nowMs() });
  if (have < file.bytes) {
    await take(file, { from: have, shelf, hash, signal });
  }
  if (bytesToHex(hash.digest()) !== file.sha256) {
    // From its first byte anew, whoever tries next.
    await shelf.drop(file.sha256);
    throw new FileWrong(`${file.url}: not what was signed`);
  }
  await shelf.put({ sha256: file.sha256, bytes: file.bytes, isWhole: true, wantedAtMs: nowMs() });
}

interface Taking {
  from: number;
  shelf: FileShelf;
  hash: { update(bytes: Uint8Array): unknown };
  signal: AbortSignal | undefined;
}

async function take(file: Wanted, { from, shelf, hash, signal }: Taking): Promise<void> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  signal?.addEventListener('abort', stop);
  let silence = setTimeout(stop, silentAfterMs);
  try {
    const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
    const response = await fetch(file.url, { credentials: 'same-origin', cache: 'no-store', headers, signal: abort.signal });
    await judge(response, file, { from, shelf });
    const reader = response.body?.getReader();
    if (reader === undefined) throw new TypeError(`${file.url}: no body`);
    let at = from;
    let gathered: Uint8Array[] = [];
    let size = 0;
    const keep = async () => {
      const piece = joined(gathered, size);
      // Stored first: what was counted and is not here would make a file that never ends.
      await shelf.append(file.sha256, at, piece);
      hash.update(piece);
      at += size;
      gathered = [];
      size = 0;
    };
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      clearTimeout(silence);
      silence = setTimeout(stop, silentAfterMs);
      gathered.push(value);
      size += value.length;
      if (at + size > file.bytes) {
        await shelf.drop(file.sha256);
        throw new FileWrong(`${file.url}: longer than was signed`);
      }
      if (size >= pieceBytes) await keep();
    }
    if (size > 0) await keep();
    if (at < file.bytes) throw new TypeError(`${file.url}: cut at ${at} of ${file.bytes}`);
  } finally {
    clearTimeout(silence);
    signal?.removeEventListener('abort', stop);
    abort.abort();
  }
}

async function judge(response: Response, { url, sha256 }: Wanted, { from, shelf }: { from: number; shelf: FileShelf }): Promise<void> {
  // A server that fails for the moment is asked again; one that says there is no such thing has said it.
  if (response.status >= 500 || response.status === 401 || response.status === 429) throw new TypeError(`${url}: ${response.status}`);
  if (!response.ok && response.status !== 416) throw new FileWrong(`${url}: ${response.status}`);
  if (from === 0) return;
  const isContinued = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${from}-`);
  if (isContinued) return;
  // Knows no ranges, or has another file there: what is here is of no use, and the next try begins anew.
  await shelf.drop(sha256);
  throw new TypeError(`${url}: can't be continued at ${from}`);
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
