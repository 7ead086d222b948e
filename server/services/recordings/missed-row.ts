import { and, eq } from 'drizzle-orm';
import type { MissedStretch } from '../../contract/missed.ts';
import type { Database, Tx } from '../../db/database.ts';
import { missedStretches } from '../../db/schema/missed.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import type { MissedPort } from './missed-port.ts';

export type StretchRow = typeof missedStretches.$inferSelect;

export async function stretchesOf(db: Database | Tx, episodeId: string): Promise<StretchRow[]> {
  return await db.select().from(missedStretches).where(eq(missedStretches.episodeId, episodeId)).orderBy(missedStretches.fromMs);
}

/** What has been sent whole, or found to be broken, is not asked for again. */
export const isSettled = ({ state }: StretchRow): boolean => state !== 'receiving';

export async function stretchOnWire(port: MissedPort, row: StretchRow): Promise<MissedStretch> {
  const { id, fromMs, toMs, zeroMs, state, percent, bytes } = row;
  return { id, fromMs, toMs, zeroMs, state, percent, bytes, pieces: state === 'receiving' ? await port.pieces(row) : [] };
}

/** What came while the show was on is put into the recording once that is kept. */
export async function announceReceived(tx: Tx, ctx: Context, episodeId: string): Promise<void> {
  const waiting = and(eq(missedStretches.episodeId, episodeId), eq(missedStretches.state, 'received'));
  const rows = await tx.select({ id: missedStretches.id }).from(missedStretches).where(waiting);
  for (const { id } of rows) await announce(tx, ctx, { type: 'recording.missed-received', stretchId: id });
}
