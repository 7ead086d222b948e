import { and, asc, desc, eq, notInArray } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { episodes, rundownChanges, rundownItems } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Rundown } from '../../domain/live/rundown.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';

export type EpisodeRow = typeof episodes.$inferSelect;
export type ItemRow = typeof rundownItems.$inferSelect;

export interface HeldEpisode {
  episode: EpisodeRow;
  path: string;
  items: ItemRow[];
  rundown: Rundown;
}

/** Holds the episode until the transaction ends: steps of one show come one after the other. @throws Refusal EPISODE_NOT_FOUND */
export async function holdEpisode(tx: Tx, episodeId: string): Promise<HeldEpisode> {
  const [found] = await tx
    .select({ episode: episodes, path: regions.path })
    .from(episodes)
    .innerJoin(regions, eq(regions.code, episodes.regionCode))
    .where(eq(episodes.id, episodeId))
    .for('update', { of: episodes });
  if (!found) throw new Refusal('EPISODE_NOT_FOUND');
  const items = await itemsOf(tx, episodeId);
  return { ...found, items, rundown: await rundownOf(tx, found.episode, items) };
}

/** @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function holdAsHost(tx: Tx, actor: Actor, episodeId: string): Promise<HeldEpisode> {
  const held = await holdEpisode(tx, episodeId);
  requireIn(actor, 'host', held.path);
  return held;
}

export function itemsOf(db: Database | Tx, episodeId: string): Promise<ItemRow[]> {
  return db
    .select()
    .from(rundownItems)
    .where(eq(rundownItems.episodeId, episodeId))
    .orderBy(asc(rundownItems.position), asc(rundownItems.id));
}

export async function rundownOf(db: Database | Tx, episode: EpisodeRow, items: readonly ItemRow[]): Promise<Rundown> {
  // A host who is lost and back, or pins a card, has not moved the rundown: what was pressed before can still be taken back.
  const [last] = await db
    .select()
    .from(rundownChanges)
    .where(and(eq(rundownChanges.episodeId, episode.id), notInArray(rundownChanges.kind, ['away', 'resume', 'pin', 'unpin'])))
    .orderBy(desc(rundownChanges.seq))
    .limit(1);
  const fromItemId = last && ['next', 'back', 'insert'].includes(last.kind) ? fromOf(last.detail) : undefined;
  return {
    state: episode.state,
    items: items.map((item) => item.id),
    currentItemId: episode.currentItemId ?? undefined,
    pinnedItemId: episode.pinnedItemId ?? undefined,
    seq: episode.rundownSeq,
    lastStep: last && fromItemId !== undefined ? { fromItemId, atMs: last.at.epochMilliseconds } : undefined,
  };
}

/** What has been on air: chapters of the replay. */
export async function airedItems(db: Database | Tx, episode: EpisodeRow): Promise<Set<string>> {
  const rows = await db
    .selectDistinct({ itemId: rundownChanges.itemId })
    .from(rundownChanges)
    .where(eq(rundownChanges.episodeId, episode.id));
  return new Set([...rows.map(({ itemId }) => itemId), episode.currentItemId].filter((itemId) => itemId !== null));
}

function fromOf(detail: unknown): string | undefined {
  if (typeof detail !== 'object' || detail === null || !('fromItemId' in detail)) return undefined;
  return typeof detail.fromItemId === 'string' ? detail.fromItemId : undefined;
}

/** Whose card everybody sees: the pinned one, or the one that is being pitched. */
export const shownItemOf = (episode: EpisodeRow): string | null => episode.pinnedItemId ?? episode.currentItemId;
