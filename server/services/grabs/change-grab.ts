import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { grabs } from '../../db/schema/grabs.ts';
import { type Actor, mayIn, nameOf } from '../../domain/access/actor.ts';
import { afterAct, freesPlace, type GrabAct, type GrabState } from '../../domain/grab/state.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { type HeldPosting, holdPosting } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { closeCalls } from './call-backs.ts';
import { settlePlaces } from './settle-places.ts';

export type GrabRow = typeof grabs.$inferSelect;

export interface GrabChange {
  grabId: string;
  act: GrabAct;
  /** Whether the actor may, and what else must hold; called with the posting locked. @throws Refusal */
  guard: (grab: GrabRow, held: HeldPosting, tx: Tx) => void | Promise<void>;
  /** For the audit: why. */
  reason?: string | undefined;
  /** What else is written with the state. */
  patch?: (grab: GrabRow, held: HeldPosting, tx: Tx) => Promise<Partial<GrabRow>> | Partial<GrabRow>;
}

/**
 * One grab goes to its next state. A place that comes back goes to the first of the waiting list in the same transaction. Asked for
 * what is already so, it does nothing (a button pressed twice).
 * @throws Refusal NOT_FOUND, GRAB_STATE, and the guard's own
 */
export function changeGrab(ctx: Context, actor: Actor, change: GrabChange): Promise<GrabRow> {
  return ctx.db.transaction(async (tx) => {
    const [found] = await tx.select({ postingId: grabs.postingId }).from(grabs).where(eq(grabs.id, change.grabId));
    if (!found) throw new Refusal('NOT_FOUND');
    const held = await holdPosting(tx, found.postingId);
    const [grab] = await tx.select().from(grabs).where(eq(grabs.id, change.grabId));
    if (!grab) throw new Refusal('NOT_FOUND');
    await change.guard(grab, held, tx);
    const state = afterAct(grab.state, change.act);
    if (state === undefined) {
      if (grab.state === outcomeOf[change.act]) return grab;
      throw new Refusal('GRAB_STATE', { state: grab.state });
    }
    const patch = { ...(await change.patch?.(grab, held, tx)), state, ...(grab.state === 'held' ? { holdUntil: null } : {}) };
    await tx.update(grabs).set(patch).where(eq(grabs.id, grab.id));
    await closeCalls(tx, ctx, grab.id, { by: nameOf(actor), outcome: state });
    if (freesPlace(grab.state, state)) await settlePlaces(tx, ctx, held.posting, 1);
    await announce(tx, ctx, { type: 'grab.changed', grabId: grab.id, postingId: grab.postingId, seekerId: grab.seekerId, state });
    if (state === 'confirmed') await announce(tx, ctx, { type: 'grab.confirmed', grabId: grab.id });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: held.posting.regionCode, what: 'grabs' });
    await record(tx, ctx, actor, {
      area: 'grabs',
      action: `grab.${state}`,
      subject: grab.id,
      before: { state: grab.state },
      // Which facts were given, not whom to ask for: names don't go into a chain from which nothing can be deleted.
      after: {
        state,
        ...(patch.arrival ? { arrival: Object.keys(patch.arrival) } : {}),
        ...(change.reason ? { reason: change.reason } : {}),
      },
    });
    return { ...grab, ...patch };
  });
}

const outcomeOf: Record<GrabAct, GrabState> = {
  confirm: 'confirmed',
  decline: 'declined',
  cancel: 'cancelled',
  lapse: 'lapsed',
  start: 'started',
  promote: 'grabbed',
  verify: 'grabbed',
};

/**
 * Who answers for a posting's grabs: a clerk of its desk, its employer's account, or whoever holds the employer's link.
 * @throws Refusal NOT_ALLOWED
 */
export function requireAnswering(actor: Actor, { posting, path }: HeldPosting): void {
  if (mayAnswer(actor, { postingId: posting.id, employerId: posting.employerId, path })) return;
  throw new Refusal('NOT_ALLOWED');
}

export function mayAnswer(actor: Actor, posting: { postingId: string; employerId: string | null; path: string }): boolean {
  if (actor.kind === 'employer-link') return actor.postingId === posting.postingId;
  if (mayIn(actor, 'clerk', posting.path)) return true;
  if (actor.kind !== 'staff' || posting.employerId === null) return false;
  return actor.grants.some((grant) => grant.role === 'employer' && grant.employerId === posting.employerId);
}
