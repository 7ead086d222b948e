import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { MissedOnWire, MissedStretch, OfferMissed } from '../../contract/missed.ts';
import { missedStretches } from '../../db/schema/missed.ts';
import { recordings } from '../../db/schema/recordings.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import { PIECE_BYTES, pieceCount, without } from '../../domain/live/missed.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import type { EpisodeRow } from '../live/episode-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { asHost } from './cuts.ts';
import { DiskNearlyFull, type MissedGap, type MissedPort } from './missed-port.ts';
import { isSettled, type StretchRow, stretchesOf, stretchOnWire } from './missed-row.ts';

/** Of one episode, not yet in its recording: two hours of what a studio records. */
const mostWaitingBytes = 2 * 1024 ** 3;
const mostStretches = 200;
/** A gap's ends are moments of pictures, and an offer's are whole milliseconds. */
const touchMs = 100;

/** What the recording of an episode lacks, for the studio that has it. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function viewMissed(ctx: Context, port: MissedPort, actor: Actor, episodeId: string): Promise<MissedOnWire> {
  const episode = await asHost(ctx, actor, episodeId);
  const rows = await stretchesOf(ctx.db, episodeId);
  const gaps = (await isForgotten(ctx, episodeId)) ? [] : await gapsOf(port, episode);
  return {
    serverMs: ctx.clock.now().epochMilliseconds,
    // Each with the moment at which it began, also where its beginning has been sent.
    gaps: without(gaps, rows.filter(isSettled)).map((rest) => placed(rest, originOf(gaps, rest))),
    stretches: await Promise.all(rows.map((row) => stretchOnWire(port, row))),
  };
}

/**
 * A studio says what it will send. Asked again with the same, it is the same, with what is here of it already.
 * @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, RECORDING_NOT_FOUND, MISSED_NOT_WANTED, MISSED_TOO_MUCH
 */
export async function offerMissed(
  ctx: Context,
  port: MissedPort,
  actor: Actor,
  { episodeId, ...offer }: OfferMissed & { episodeId: string },
): Promise<MissedStretch> {
  const episode = await asHost(ctx, actor, episodeId);
  if (await isForgotten(ctx, episodeId)) throw new Refusal('RECORDING_NOT_FOUND');
  const rows = await stretchesOf(ctx.db, episodeId);
  const same = rows.find(({ fromMs }) => fromMs === offer.fromMs);
  if (same && (isSettled(same) || isSame(same, offer))) return await stretchOnWire(port, same);
  const missing = without(await gapsOf(port, episode), rows.filter(isSettled));
  if (!missing.some(({ fromMs, toMs }) => offer.fromMs >= fromMs - touchMs && offer.toMs <= toMs + touchMs)) {
    throw new Refusal('MISSED_NOT_WANTED');
  }
  const waiting = rows.filter(({ state }) => state === 'receiving' || state === 'received');
  const waitingBytes = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  if (rows.length >= mostStretches || waitingBytes + offer.bytes > mostWaitingBytes) throw new Refusal('MISSED_TOO_MUCH');
  // Another cut of the same stretch, as another browser has it: what is here of the old one fits nothing.
  if (same) await port.dropPieces(same);
  const now = ctx.clock.now();
  const facts = { ...offer, pieces: pieceCount(offer.bytes), touchedAt: now };
  const row = await ctx.db.transaction(async (tx) => {
    const [made] = await tx
      .insert(missedStretches)
      .values({ id: ctx.random.id(), episodeId, ...facts, state: 'receiving', createdBy: nameOf(actor), createdAt: now })
      .onConflictDoUpdate({
        target: [missedStretches.episodeId, missedStretches.fromMs],
        set: facts,
        setWhere: eq(missedStretches.state, 'receiving'),
      })
      .returning();
    if (!made) throw new Refusal('MISSED_NOT_WANTED');
    const { fromMs, toMs, bytes } = made;
    await record(tx, ctx, actor, { area: 'live', action: 'recording.missed-offered', subject: episodeId, after: { fromMs, toMs, bytes } });
    return made;
  });
  return await stretchOnWire(port, row);
}

/**
 * One piece, named by its number and proved by its hash. The last one to come completes the stretch; a piece that comes again changes nothing.
 * @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, RECORDING_NOT_FOUND, TOO_LARGE, MISSED_PIECE_BROKEN, DISK_NEARLY_FULL
 */
export async function takePiece(
  ctx: Context,
  port: MissedPort,
  actor: Actor,
  input: { episodeId: string; stretchId: string; piece: number; sha256: string; bytes: Buffer },
): Promise<MissedStretch> {
  await asHost(ctx, actor, input.episodeId);
  const named = and(eq(missedStretches.id, input.stretchId), eq(missedStretches.episodeId, input.episodeId));
  const [row] = await ctx.db.select().from(missedStretches).where(named);
  if (!row || input.piece >= row.pieces) throw new Refusal('RECORDING_NOT_FOUND');
  if (isSettled(row)) return await stretchOnWire(port, row);
  const due = Math.min(PIECE_BYTES, row.bytes - input.piece * PIECE_BYTES);
  if (input.bytes.length !== due || createHash('sha256').update(input.bytes).digest('hex') !== input.sha256) {
    throw new Refusal('MISSED_PIECE_BROKEN');
  }
  try {
    await port.keepPiece(row, input.piece, input.bytes);
  } catch (error) {
    if (error instanceof DiskNearlyFull) throw new Refusal('DISK_NEARLY_FULL');
    throw error;
  }
  const here = await port.pieces(row);
  if (here.length < row.pieces) {
    await ctx.db.update(missedStretches).set({ touchedAt: ctx.clock.now() }).where(eq(missedStretches.id, row.id));
    return await stretchOnWire(port, row);
  }
  return await stretchOnWire(port, await complete(ctx, actor, row));
}

async function complete(ctx: Context, actor: Actor, row: StretchRow): Promise<StretchRow> {
  return await ctx.db.transaction(async (tx) => {
    const [received] = await tx
      .update(missedStretches)
      .set({ state: 'received', touchedAt: ctx.clock.now() })
      .where(and(eq(missedStretches.id, row.id), eq(missedStretches.state, 'receiving')))
      .returning();
    // Two last pieces at once: the other one has said it.
    if (!received) return { ...row, state: 'received' };
    const { fromMs, toMs, bytes } = received;
    await record(tx, ctx, actor, {
      area: 'live',
      action: 'recording.missed-received',
      subject: row.episodeId,
      after: { fromMs, toMs, bytes },
    });
    await announce(tx, ctx, { type: 'recording.missed-received', stretchId: row.id });
    return received;
  });
}

const isSame = (row: StretchRow, offer: OfferMissed): boolean =>
  row.toMs === offer.toMs && row.zeroMs === offer.zeroMs && row.bytes === offer.bytes;

const gapsOf = (port: MissedPort, { id, state, endedAt }: EpisodeRow): Promise<MissedGap[]> =>
  port.gaps(id, state === 'ended' ? endedAt?.epochMilliseconds : undefined);

/** A rest of a gap, with the moments at which it begins itself. */
function placed({ fromMs, toMs }: MissedGap, origin: MissedGap): MissedOnWire['gaps'][number] {
  const laterMs = fromMs - origin.fromMs;
  return { fromMs, toMs, atMs: origin.atMs + laterMs, hostAtMs: origin.hostAtMs === undefined ? null : origin.hostAtMs + laterMs };
}

/** The gap that a rest of it is of. */
function originOf(gaps: readonly MissedGap[], rest: MissedGap): MissedGap {
  return gaps.findLast(({ fromMs }) => fromMs <= rest.fromMs) ?? rest;
}

async function isForgotten(ctx: Context, episodeId: string): Promise<boolean> {
  const [kept] = await ctx.db.select({ deletedAt: recordings.deletedAt }).from(recordings).where(eq(recordings.episodeId, episodeId));
  return kept !== undefined && kept.deletedAt !== null;
}
