import type { Database } from '../../db/database.ts';
import { readLinkCode } from '../../domain/link/code.ts';
import { type Coalesced, coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { decideBatch, type GrabOutcome, type GrabWish } from './decide-batch.ts';

/** Wishes a transaction: winners of a rush are told after the first, and none waits long for its own. */
const batchMost = 500;

export interface GrabPlace {
  postingId: string;
  seekerId: string;
  linkCode?: string | undefined;
  channel?: GrabWish['channel'];
  stationId?: string | undefined;
}

/**
 * 抢单: a place, or a number of the waiting list. What arrives at once for one posting is decided together, in order of arrival.
 * @throws Refusal POSTING_NOT_FOUND, POSTING_CLOSED, POSTING_EXPIRED, TOO_MANY_REQUESTS
 */
export function grabPlace(ctx: Context, { postingId, seekerId, linkCode, channel = 'phone', stationId }: GrabPlace): Promise<GrabOutcome> {
  const code = linkCode === undefined ? undefined : readLinkCode(linkCode);
  return lineOf(ctx)(postingId, { seekerId, linkCode: code, channel, stationId });
}

/** One line a posting in this process, for as long as its database is open; other processes have lines of their own. */
const lines = new WeakMap<Database, (postingId: string, wish: GrabWish) => Promise<GrabOutcome>>();

function lineOf(ctx: Context) {
  const known = lines.get(ctx.db);
  if (known) return known;
  const run: Coalesced<GrabWish, GrabOutcome>['run'] = (postingId, wishes) => decideBatch(ctx, postingId, wishes);
  const made = coalesce({ most: batchMost, run });
  lines.set(ctx.db, made);
  return made;
}
