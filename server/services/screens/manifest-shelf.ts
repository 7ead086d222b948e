import type { NewManifest } from '../boards/store-manifests.ts';
import type { Context } from '../context.ts';
import type { StoredManifest } from './read-manifest.ts';

/**
 * Newest manifests within reach of the players that are about to ask for them. Only in embedded mode, where this process alone
 * composes (the data folder is locked): anywhere else another process may know a newer one.
 */
const mostBytes = 64 * 2 ** 20;

interface Shelf {
  byScreen: Map<string, StoredManifest>;
  bytes: number;
}

const shelves = new WeakMap<Context['db'], Shelf>();

export function shelve(ctx: Context, made: readonly NewManifest[]): void {
  if (ctx.config.mode !== 'embedded') return;
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

export const fromShelf = (ctx: Context, screenId: string): StoredManifest | undefined => shelves.get(ctx.db)?.byScreen.get(screenId);
