import { and, isNull, sql } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { playlists, schedules } from '../../db/schema/programme.ts';
import type { ProgrammeTarget } from '../../domain/programme/target.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';

/** What is shown has changed for these: their boards are composed anew. */
export async function tellTargets(tx: Tx, ctx: Context, targets: readonly ProgrammeTarget[]): Promise<void> {
  const once = [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
  if (once.length > 0) await announce(tx, ctx, { type: 'programme.changed', targets: once });
}

/** Wherever these playlists are scheduled. */
export async function tellPlaylists(tx: Tx, ctx: Context, playlistIds: readonly string[]): Promise<void> {
  const found = await tx
    .select({ target: schedules.target })
    .from(schedules)
    .where(and(among(schedules.playlistId, playlistIds), isNull(schedules.removedAt)));
  await tellTargets(
    tx,
    ctx,
    found.map(({ target }) => target),
  );
}

/** Wherever a playlist that holds this content is scheduled. */
export async function tellContent(tx: Tx, ctx: Context, contentId: string): Promise<void> {
  const holding = await playlistsHolding(tx, contentId);
  await tellPlaylists(
    tx,
    ctx,
    holding.map(({ id }) => id),
  );
}

export function playlistsHolding(tx: Tx, contentId: string) {
  return tx
    .select({ id: playlists.id, name: playlists.name })
    .from(playlists)
    .where(and(isNull(playlists.removedAt), sql`${playlists.items} @> ${JSON.stringify([{ kind: 'content', contentId }])}::jsonb`));
}
