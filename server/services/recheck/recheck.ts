import { and, asc, eq, inArray, like, lt, or, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { RecheckRow } from '../../contract/desk.ts';
import { regions } from '../../db/schema/org.ts';
import { callBacks, postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { closeHeld } from '../postings/close-posting.ts';
import { confirmHeld } from '../postings/confirm-posting.ts';
import { setPlacesLeft } from '../postings/count-places.ts';
import { deskPostings } from '../postings/desk-view.ts';
import { holdAs, nextStatus, personOf } from '../postings/posting-row.ts';
import { readVersion } from '../postings/versions.ts';
import { record } from '../record.ts';
import { regionPath } from '../regions/region-of.ts';

/** A number on the wall that nobody has rung for a day is a guess. */
const staleAfter = Temporal.Duration.from({ hours: 20 });
const lapsingWithin = Temporal.Duration.from({ hours: 24 });
const longestList = 200;

/** The morning's list: what is on the wall and was not confirmed today, what lapses soonest first. */
export async function listRecheck(ctx: Context, actor: Actor, regionCode: string): Promise<RecheckRow[]> {
  const path = await regionPath(ctx.db, regionCode);
  requireIn(actor, 'clerk', path);
  const now = ctx.clock.now();
  const stale = now.subtract(staleAfter);
  const rows = await ctx.db
    .select({ id: postings.id })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .where(
      and(
        eq(postings.status, 'approved'),
        like(regions.path, `${path}%`),
        or(sql`${postings.confirmedAt} is null and ${postings.approvedAt} < ${stale.toString()}`, lt(postings.confirmedAt, stale)),
      ),
    )
    .orderBy(asc(postings.expiresAt), asc(postings.number))
    .limit(longestList);
  const views = await deskPostings(
    ctx,
    ctx.db,
    inArray(
      postings.id,
      rows.map((row) => row.id),
    ),
    rows.length,
  );
  const order = new Map(rows.map((row, at) => [row.id, at]));
  const soon = now.add(lapsingWithin);
  return views
    .sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
    .map((view) => ({
      ...view,
      lastConfirmedAt: view.confirmedAt,
      why: view.expiresAt !== null && view.expiresAt < soon.toString() ? 'lapsing' : view.confirmedAt === null ? 'never' : 'old',
    }));
}

/**
 * One press after a call. `open`: 核实于 now. `filled`: greyed at once. `unreachable`: it stays until it lapses, and stands on the
 * call-back list; unreachable twice takes it down, because a number that nobody answers is not an offer.
 */
export async function answerRecheck(
  ctx: Context,
  actor: Actor,
  postingId: string,
  answer: 'open' | 'filled' | 'unreachable',
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const held = await holdAs(tx, actor, 'clerk', postingId);
    const { posting } = held;
    const open = and(eq(callBacks.postingId, postingId), eq(callBacks.kind, 'recheck'), sql`${callBacks.doneAt} is null`);
    const done = { doneAt: ctx.clock.now(), doneBy: personOf(actor), outcome: answer };
    if (answer === 'open') {
      await confirmHeld(tx, ctx, actor, held);
      await tx.update(callBacks).set(done).where(open);
      return;
    }
    if (answer === 'filled') {
      nextStatus('fill', posting.status);
      await setPlacesLeft(tx, ctx, actor, posting, 0);
      await tx.update(callBacks).set(done).where(open);
      return;
    }
    nextStatus('confirm', posting.status);
    const before = await tx.update(callBacks).set(done).where(open).returning({ id: callBacks.id });
    if (before.length > 0) {
      await closeHeld(tx, ctx, actor, held, { reason: 'withdrawn', words: 'unreachable twice' });
      return;
    }
    const { facts } = await readVersion(ctx, tx, postingId, posting.approvedVersion ?? posting.version);
    const [phone] = facts.phones;
    await tx.insert(callBacks).values({
      id: ctx.random.id(),
      kind: 'recheck',
      regionCode: posting.regionCode,
      postingId,
      facts: ['unreachable'],
      phoneSealed: phone === undefined ? null : ctx.vault.seal(phone),
      dueAt: ctx.clock.now().add({ hours: 3 }),
      createdAt: ctx.clock.now(),
    });
    await record(tx, ctx, actor, { area: 'postings', action: 'posting.unreachable', subject: postingId });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'callbacks' });
  });
}
