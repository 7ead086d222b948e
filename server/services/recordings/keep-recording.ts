import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import { episodes } from '../../db/schema/live.ts';
import { recordings } from '../../db/schema/recordings.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { announceReceived } from './missed-row.ts';
import type { RecordingsPort } from './recordings-port.ts';

/** A recording that is closed as it should be is so a moment after the end; one whose server died never will be. */
const closesWithinMs = 30_000;

const missedFor = { days: 7, leastMinutes: 10 };

/** The last parts are still on their way: tried again. */
export class StillOpen extends Error {}

/** The show has ended: its recording goes to where finished ones are kept, and is known. Safe to run twice. @throws StillOpen */
export async function keepRecording(ctx: Context, port: RecordingsPort, episodeId: string): Promise<void> {
  const [episode] = await ctx.db.select().from(episodes).where(eq(episodes.id, episodeId));
  if (episode?.state !== 'ended' || !episode.endedAt) return;
  const [known] = await ctx.db.select().from(recordings).where(eq(recordings.episodeId, episodeId));
  if (known?.deletedAt) return;
  const outline = await port.outline(episodeId);
  if (!outline) return;
  const endedFor = ctx.clock.now().epochMilliseconds - episode.endedAt.epochMilliseconds;
  if (!outline.isSealed && endedFor < closesWithinMs) throw new StillOpen(episodeId);
  const place = await port.shelve(episodeId);
  const facts = { place, durationMs: Math.round(outline.durationMs), bytes: outline.bytes };
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(recordings)
      .values({ episodeId, ...facts, finishedAt: episode.endedAt ?? ctx.clock.now() })
      .onConflictDoUpdate({ target: recordings.episodeId, set: facts });
    if (!known) {
      await record(
        tx,
        ctx,
        { kind: 'system', name: 'recordings' },
        { area: 'live', action: 'recording.kept', subject: episodeId, after: facts },
      );
      await announceReceived(tx, ctx, episodeId);
    }
  });
}

/** Keeps what a lost queue would have left behind: no rule would ever find it. */
export async function keepMissed(ctx: Context, port: RecordingsPort): Promise<void> {
  const now = ctx.clock.now();
  const missed = await ctx.db
    .select({ id: episodes.id })
    .from(episodes)
    .leftJoin(recordings, eq(recordings.episodeId, episodes.id))
    .where(
      and(
        eq(episodes.state, 'ended'),
        isNull(recordings.episodeId),
        gt(episodes.endedAt, now.subtract({ hours: missedFor.days * 24 })),
        lt(episodes.endedAt, now.subtract({ minutes: missedFor.leastMinutes })),
      ),
    );
  for (const { id } of missed) await keepRecording(ctx, port, id);
}
