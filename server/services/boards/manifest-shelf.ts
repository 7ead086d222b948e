import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Context } from '../context.ts';

/** A manifest as it is sent. */
export interface ServedManifest {
  version: number;
  hash: string;
  /** JSON in UTF-8. */
  body: Buffer<ArrayBuffer>;
}

/** As it lies here: the words of a board repeat themselves, and pack to less than a quarter in some thirty millionths of a second. */
interface Shelved {
  version: number;
  hash: string;
  packed: Buffer;
}

/**
 * Newest manifests within reach of the players that are about to ask for them. Only in embedded mode, where this process alone
 * composes (the data folder is locked): anywhere else another process may know a newer one, and reads it from the database.
 *
 * Some twenty thousand find room. Where fewer did than there are screens, each one that is fetched would be composed a second time, and push out
 * another that nobody has fetched yet.
 */
const mostBytes = 64 * 2 ** 20;

/** What was replaced moments ago may just have come up on a glass, which says so when its slide stands. */
const mostReplacedBytes = 16 * 2 ** 20;

interface Shelf {
  byScreen: Map<string, Shelved>;
  bytes: number;
  /** By screen and version, the oldest first. */
  replaced: Map<string, Shelved>;
  replacedBytes: number;
}

const shelves = new WeakMap<Context['db'], Shelf>();

/** Whether manifests are served from here, and not from the database. */
export const hasShelf = (ctx: Context): boolean => ctx.config.mode === 'embedded';

export function shelve(ctx: Context, made: readonly (ServedManifest & { screenId: string })[]): void {
  if (!hasShelf(ctx)) return;
  const shelf = shelves.get(ctx.db) ?? { byScreen: new Map(), bytes: 0, replaced: new Map(), replacedBytes: 0 };
  shelves.set(ctx.db, shelf);
  for (const { screenId, version, hash, body } of made) {
    const before = shelf.byScreen.get(screenId);
    shelf.bytes -= before?.packed.length ?? 0;
    if (before !== undefined && before.version !== version) putBy(shelf, screenId, before);
    // Taken out and put in again: the front of the map is what was composed longest ago.
    shelf.byScreen.delete(screenId);
    const packed = brotliCompressSync(body, quickly);
    shelf.byScreen.set(screenId, { version, hash, packed });
    shelf.bytes += packed.length;
  }
  for (const [screenId, { packed }] of shelf.byScreen) {
    if (shelf.bytes <= mostBytes) break;
    shelf.byScreen.delete(screenId);
    shelf.bytes -= packed.length;
  }
}

function putBy(shelf: Shelf, screenId: string, manifest: Shelved): void {
  shelf.replaced.set(`${screenId} ${manifest.version}`, manifest);
  shelf.replacedBytes += manifest.packed.length;
  for (const [key, { packed }] of shelf.replaced) {
    if (shelf.replacedBytes <= mostReplacedBytes) break;
    shelf.replaced.delete(key);
    shelf.replacedBytes -= packed.length;
  }
}

/** A version that was served from here not long ago. */
export function shelvedVersion(ctx: Context, screenId: string, version: number): ServedManifest | undefined {
  const shelf = shelves.get(ctx.db);
  const newest = shelf?.byScreen.get(screenId);
  return unpacked(newest?.version === version ? newest : shelf?.replaced.get(`${screenId} ${version}`));
}

/** What is here of a screen, without its bytes. */
export const onShelf = (ctx: Context, screenId: string): { version: number; hash: string } | undefined =>
  shelves.get(ctx.db)?.byScreen.get(screenId);

export const fromShelf = (ctx: Context, screenId: string): ServedManifest | undefined =>
  unpacked(shelves.get(ctx.db)?.byScreen.get(screenId));

const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

function unpacked(shelved: Shelved | undefined): ServedManifest | undefined {
  if (shelved === undefined) return undefined;
  const { version, hash, packed } = shelved;
  return { version, hash, body: Buffer.from(brotliDecompressSync(packed)) };
}
