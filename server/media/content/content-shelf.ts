import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { sniffContent } from '../../domain/image/sniff.ts';
import { Refusal } from '../../services/refusal.ts';
import { changedAt, list } from '../recording/folders.ts';
import { s3Store } from '../recording/s3-store.ts';
import { type ByteRange, diskStore, type MediaStore } from '../recording/store.ts';
import { readFilm } from './read-film.ts';
import { remakePicture } from './read-picture.ts';

const mb = 1024 * 1024;
/** A film is asked for by hundreds of boxes on poor lines; ten minutes of full HD fit. */
const mostBytes = { film: 400 * mb, picture: 60 * mb };
/** A JPEG's size may stand behind a thumbnail and a colour profile. */
const headBytes = 512 * 1024;
/** A side, before it is brought to a wall's size: four times that many pixels would be a gigabyte in memory. */
const leastPx = 64;
const mostPx = 12_000;
const mostPicturePx = 12_000 * 6_000;

/** What was kept of an upload, measured here. */
export interface KeptFile {
  sha256: string;
  mediaType: string;
  bytes: number;
  width: number;
  height: number;
  /** Of a film. */
  durationMs: number | null;
}

/** Pictures and films of the programme, on this disk or in S3, each under the hash of what is in it. */
export class ContentShelf {
  readonly #store: MediaStore;
  readonly #incoming: string;
  /** One at a time: a machine that serves a hundred walls has no more to spare. */
  #working: Promise<unknown> = Promise.resolve();

  constructor({ dir, store }: { dir: string; store?: MediaStore }) {
    this.#store = store ?? diskStore(dir);
    this.#incoming = join(dir, 'content', 'incoming');
  }

  static open({ media }: Pick<Config, 'media'>): ContentShelf {
    return new ContentShelf({ dir: media.dir, ...(media.s3 && { store: s3Store(media.s3) }) });
  }

  /** Reads an upload from end to end, remakes or refuses it, and keeps it. @throws Refusal CONTENT_…, TOO_LARGE */
  async take(body: AsyncIterable<Uint8Array>): Promise<KeptFile> {
    await mkdir(this.#incoming, { recursive: true });
    const dir = await mkdtemp(join(this.#incoming, 'file-'));
    try {
      const path = join(dir, 'as-it-came');
      await receive(path, body);
      const before = this.#working;
      const work = before.then(() => this.#keep(dir, path));
      this.#working = work.then(
        () => undefined,
        () => undefined,
      );
      return await work;
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }

  /** Undefined where there is none. */
  size(sha256: string): Promise<number | undefined> {
    return this.#store.size(keyOf(sha256));
  }

  read(sha256: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array>> {
    return this.#store.read(keyOf(sha256), range);
  }

  /** For good; one that is gone already is fine. */
  forget(sha256: string): Promise<void> {
    return this.#store.remove(keyOf(sha256));
  }

  /** Clears away what uploads have left behind that a death of the process cut off. @param before epoch ms @returns how many */
  async clearLeftovers(before: number): Promise<number> {
    let cleared = 0;
    for (const name of await list(this.#incoming)) {
      const dir = join(this.#incoming, name);
      const changedMs = await changedAt(dir);
      // One that has ended in this very moment is gone.
      if (changedMs === undefined || changedMs >= before) continue;
      await rm(dir, { recursive: true, force: true });
      cleared += 1;
    }
    return cleared;
  }

  async #keep(dir: string, path: string): Promise<KeptFile> {
    const sniffed = sniffContent(await headOf(path));
    switch (sniffed.kind) {
      case 'svg':
        throw new Refusal(sniffed.active ? 'CONTENT_SVG_SCRIPT' : 'CONTENT_SVG');
      case 'unknown':
        throw new Refusal('CONTENT_FILE_KIND');
      case 'broken-picture':
        throw new Refusal('CONTENT_PICTURE_BROKEN');
      case 'picture': {
        const { width, height } = sniffed;
        const { size } = await stat(path);
        if (size > mostBytes.picture) throw new Refusal('TOO_LARGE', { limit: `${mostBytes.picture / mb} MB` });
        const fits = (side: number) => side >= leastPx && side <= mostPx;
        if (!fits(width) || !fits(height) || width * height > mostPicturePx)
          throw new Refusal('CONTENT_PICTURE_SIZE', { width, height, least: leastPx, most: mostPx });
        const made = await remakePicture(path, sniffed);
        if (made === undefined) throw new Refusal('CONTENT_PICTURE_BROKEN');
        const file = join(dir, 'made');
        await writeFile(file, made.bytes);
        return await this.#put(file, { mediaType: made.mediaType, width: made.width, height: made.height, durationMs: null });
      }
      case 'film': {
        const film = await readFilm(path, sniffed.type);
        if ('fault' in film) {
          const { fault, ...details } = film;
          throw new Refusal(fault, details);
        }
        return await this.#put(path, film);
      }
    }
  }

  async #put(file: string, facts: Omit<KeptFile, 'sha256' | 'bytes'>): Promise<KeptFile> {
    const sha256 = await hashOf(file);
    const { size } = await stat(file);
    if ((await this.#store.size(keyOf(sha256))) !== size) await this.#store.put(keyOf(sha256), file);
    return { sha256, bytes: size, ...facts };
  }
}

const keyOf = (sha256: string): string => `content/${sha256}`;

async function receive(path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes.film) throw new Refusal('TOO_LARGE', { limit: `${mostBytes.film / mb} MB` });
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
