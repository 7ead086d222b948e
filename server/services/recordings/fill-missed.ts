import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { missedStretches } from '../../db/schema/missed.ts';
import { recordings } from '../../db/schema/recordings.ts';
import { isUniqueViolation } from '../../db/unique-violation.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { keepRecording } from './keep-recording.ts';
import { BrokenStretch, type MissedPort } from './missed-port.ts';
import type { StretchRow } from './missed-row.ts';
import type { RecordingsPort } from './recordings-port.ts';
import { remakeCuts } from './remake-cuts.ts';

/** Whoever works on a stretch says so every second; silent for so long, it has died. */
const silentFor = { minutes: 2 };
const askedAgainAfter = { minutes: 10 };
const forgottenAfterDays = 8;
const worker: Actor = { kind: 'system', name: 'recordings' };

/** Another stretch of this episode is being worked on: tried again. */
export class EpisodeBusy extends Error {}

interface Ports {
  recordings: RecordingsPort;
  missed: MissedPort;
}

/**
 * Puts a stretch into its recording: in a worker, after the show, when nobody's list may change under a player any more. Safe to run again.
 * @throws EpisodeBusy
 */
export async function fillMissed(ctx: Context, ports: Ports, stretchId: string, signal: AbortSignal): Promise<void> {
  const row = await claim(ctx, stretchId);
  if (!row) return;
  const mine = and(eq(missedStretches.id, row.id), eq(missedStretches.state, 'filling'));
  const settle = async (state: StretchRow['state'], percent: number) => {
    await ctx.db.update(missedStretches).set({ state, percent, touchedAt: ctx.clock.now() }).where(mine);
  };
  try {
    await ports.missed.fill({
      stretch: row,
      signal,
      progress: async (share) => await settle('filling', Math.round(share * 100)),
    });
  } catch (error) {
    if (!(error instanceof BrokenStretch)) {
      await settle('received', 0);
      throw error;
    }
    ctx.log.warn({ err: error, episodeId: row.episodeId, stretchId }, 'what a host sent for a gap can’t be used');
    await settle('failed', 0);
    await say(ctx, row, 'recording.gap-not-filled');
    await ports.missed.dropPieces(row);
    return;
  }
  // To where the recording is kept, with its length; and what was cut over the gap is cut anew.
  await keepRecording(ctx, ports.recordings, row.episodeId);
  await remakeCuts(ctx, ports.recordings, row);
  await settle('filled', 100);
  await say(ctx, row, 'recording.gap-filled');
  await ports.missed.dropPieces(row);
}

/** @returns nothing where there is nothing to do, or not yet @throws EpisodeBusy */
async function claim(ctx: Context, stretchId: string): Promise<StretchRow | undefined> {
  const [known] = await ctx.db
    .select({ row: missedStretches })
    .from(missedStretches)
    .innerJoin(recordings, eq(recordings.episodeId, missedStretches.episodeId))
    .where(and(eq(missedStretches.id, stretchId), isNull(recordings.deletedAt)));
  // A recording that is not kept yet asks for its stretches when it is.
  if (!known) return undefined;
  const now = ctx.clock.now();
  const isFree = or(
    eq(missedStretches.state, 'received'),
    and(eq(missedStretches.state, 'filling'), lt(missedStretches.touchedAt, now.subtract(silentFor))),
  );
  try {
    const [row] = await ctx.db
      .update(missedStretches)
      .set({ state: 'filling', percent: 0, touchedAt: now })
      .where(and(eq(missedStretches.id, stretchId), isFree))
      .returning();
    return row;
  } catch (error) {
    if (isUniqueViolation(error)) throw new EpisodeBusy(known.row.episodeId);
    throw error;
  }
}

async function say(ctx: Context, { episodeId, fromMs, toMs }: StretchRow, action: string): Promise<void> {
  await ctx.db.transaction((tx) => record(tx, ctx, worker, { area: 'live', action, subject: episodeId, after: { fromMs, toMs } }));
}

/** Asks anew for what a lost job or a disk that was full has left behind. */
export async function askForForgotten(ctx: Context): Promise<void> {
  const waiting = await ctx.db
    .select({ id: missedStretches.id })
    .from(missedStretches)
    .innerJoin(recordings, eq(recordings.episodeId, missedStretches.episodeId))
    .where(
      and(
        inArray(missedStretches.state, ['received', 'filling']),
        isNull(recordings.deletedAt),
        lt(missedStretches.touchedAt, ctx.clock.now().subtract(askedAgainAfter)),
      ),
    );
  if (waiting.length === 0) return;
  await ctx.db.transaction(async (tx) => {
    for (const { id } of waiting) await announce(tx, ctx, { type: 'recording.missed-received', stretchId: id });
  });
}

/** Pieces of which the rest never came: the browser that had it has deleted it by now. */
export async function dropAbandoned(ctx: Context, port: MissedPort): Promise<void> {
  const before: Temporal.Instant = ctx.clock.now().subtract({ hours: forgottenAfterDays * 24 });
  const isOld = and(inArray(missedStretches.state, ['receiving', 'received']), lt(missedStretches.touchedAt, before));
  const rows = await ctx.db.select().from(missedStretches).where(isOld);
  for (const row of rows) {
    await port.dropPieces(row);
    await ctx.db.delete(missedStretches).where(and(eq(missedStretches.id, row.id), isOld));
  }
}
