import type { Context } from '../context.ts';

/** A manifest as it is sent. */
export interface ServedManifest {
  version: number;
  hash: string;
  /** JSON in UTF-8. */
  body: Buffer<ArrayBuffer>;
}

/**
 * Newest manifests within reach of the players that are about to ask for them. Only in embedded mode, where this process alone
 * composes (the data folder is locked): anywhere else another process may know a newer one, and reads it from the database.
 */
const mostBytes = 64 * 2 ** 20;

/** What was replaced moments ago may just have come up on a glass, which says so when its slide stands. */
const mostReplacedBytes = 16 * 2 ** 20;

interface Shelf {
  byScreen: Map<string, ServedManifest>;
  bytes: number;
  /** By screen and version, the oldest first. */
  replaced: Map<string, ServedManifest>;
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
    shelf.bytes -= before?.body.length ?? 0;
    if (before !== undefined && before.version !== version) putBy(shelf, screenId, before);
    // Taken out and put in again: the front of the map is what was composed longest ago.
    shelf.byScreen.delete(screenId);
    shelf.byScreen.set(screenId, { version, hash, body });
    shelf.bytes += body.length;
  }
  for (const [screenId, { body }] of shelf.byScreen) {
    if (shelf.bytes <= mostBytes) break;
    shelf.byScreen.delete(screenId);
    shelf.bytes -= body.length;
  }
}

function putBy(shelf: Shelf, screenId: string, manifest: ServedManifest): void {
  shelf.replaced.set(`${screenId} ${manifest.version}`, manifest);
  shelf.replacedBytes += manifest.body.length;
  for (const [key, { body }] of shelf.replaced) {
    if (shelf.replacedBytes <= mostReplacedBytes) break;
    shelf.replaced.delete(key);
    shelf.replacedBytes -= body.length;
  }
}

/** A version that was served from here not long ago. */
export function shelvedVersion(ctx: Context, screenId: string, version: number): ServedManifest | undefined {
  const shelf = shelves.get(ctx.db);
  const newest = shelf?.byScreen.get(screenId);
  return newest?.version === version ? newest : shelf?.replaced.get(`${screenId} ${version}`);
}

export const fromShelf = (ctx: Context, screenId: string): ServedManifest | undefined => shelves.get(ctx.db)?.byScreen.get(screenId);
