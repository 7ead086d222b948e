import { and, asc, inArray, lte } from 'drizzle-orm';
import { postings } from '../../db/schema/postings.ts';
import { publicStatuses } from '../../domain/posting/status.ts';
import type { Context } from '../context.ts';
import { closeHeld } from './close-posting.ts';

/** Postings a transaction: short enough that no grab waits for the sweep. */
const batch = 200;

/**
 * Closes what has expired. Screens and pages never show a posting at or after `expiresAt` anyway; this frees its number and
 * tells those who hold it. @returns how many were closed
 */
export async function expirePostings(ctx: Context): Promise<number> {
  let closed = 0;
  for (;;) {
    const done = await ctx.db.transaction(async (tx) => {
      const due = await tx
        .select()
        .from(postings)
        .where(and(inArray(postings.status, [...publicStatuses]), lte(postings.expiresAt, ctx.clock.now())))
        .orderBy(asc(postings.expiresAt))
        .limit(batch)
        .for('update', { skipLocked: true });
      for (const posting of due) await closeHeld(tx, ctx, { kind: 'system', name: 'expiry' }, { posting }, { reason: 'expired' });
      return due.length;
    });
    closed += done;
    if (done < batch) return closed;
  }
}
