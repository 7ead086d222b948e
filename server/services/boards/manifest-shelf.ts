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

interface Shelf {
  byScreen: Map<string, ServedManifest>;
  bytes: number;
}

const shelves = new WeakMap<Context['db'], Shelf>();

/** Whether manifests are served from here, and not from the database. */
export const hasShelf = (ctx: Context): boolean => ctx.config.mode === 'embedded';

export function shelve(ctx: Context, made: readonly (ServedManifest & { screenId: string })[]): void {
  if (!hasShelf(ctx)) return;
  const shelf = shelves.get(ctx.db) ?? { byScreen: new Map(), bytes: 0 };
  shelves.set(ctx.db, shelf);
  for (const { screenId, version, hash, body } of made) {
    shelf.bytes -= shelf.byScreen.get(screenId)?.body.length ?? 0;
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

export const fromShelf = (ctx: Context, screenId: string): ServedManifest | undefined => shelves.get(ctx.db)?.byScreen.get(screenId);
