import { eq, sql } from 'drizzle-orm';
import type { DomainEvent } from '../../contract/events.ts';
import type { Tx } from '../../db/database.ts';
import { postings } from '../../db/schema/postings.ts';
import { type Decision, decideWishes, type Wish } from '../../domain/grab/decide.ts';
import { holdMinutes, holdUntil, mostUnanswered } from '../../domain/grab/hold.ts';
import type { GrabState } from '../../domain/grab/state.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { filledSince, holdPosting, type PostingRow } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { adoptGrab, yieldGrab } from './adopt-holds.ts';
import { askForCalls } from './call-backs.ts';
import { isUnproven, originsOf, peopleOf, standingOf, unansweredElsewhere } from './load-wishes.ts';
import { settlePlaces } from './settle-places.ts';
import { whyNotOpen } from './why-not-open.ts';

export interface GrabWish {
  seekerId: string;
  linkCode: string | undefined;
  channel: 'phone' | 'call-back' | 'desk';
  /** Where it was entered, when no link says so. */
  stationId: string | undefined;
}

export interface GrabOutcome {
  grabId: string;
  state: GrabState;
  waitingNumber: number | undefined;
  /** Decided earlier: the same person asked again. */
  repeated: boolean;
}

/**
 * Decides everything that waits for one posting in one transaction, with the posting's row locked: however many processes do so at once,
 * places are given one after another.
 * @throws Refusal POSTING_NOT_FOUND, POSTING_CLOSED, POSTING_EXPIRED for all of them
 */
export function decideBatch(ctx: Context, postingId: string, wishes: readonly GrabWish[]): Promise<(GrabOutcome | Refusal)[]> {
  return ctx.db.transaction(async (tx) => {
    const { posting: before } = await holdPosting(tx, postingId);
    const why = whyNotOpen(ctx, before);
    if (why) throw new Refusal(why);
    // Places that came free by a correction go to those who wait before anybody new.
    const posting = before.placesLeft > 0 && before.waitingSeq > 0 ? await settlePlaces(tx, ctx, before, 0) : before;

    const people = await peopleOf(tx, wishes);
    const origins = await originsOf(tx, wishes);
    const standing = await standingOf(tx, postingId, [...people.values()]);
    // Whom a clerk enters, the clerk answers for.
    const themselves = wishes.flatMap((wish) => (wish.channel === 'desk' ? [] : wish.seekerId));
    const unanswered = await unansweredElsewhere(tx, ctx, postingId, themselves);
    const asked = wishes.map((wish): Wish => {
      const person = people.get(wish.seekerId);
      return {
        grabId: ctx.random.id(),
        seekerId: wish.seekerId,
        contactHash: person?.contactHash ?? undefined,
        unproven: person !== undefined && isUnproven(person),
        unansweredElsewhere: (wish.channel === 'desk' ? undefined : unanswered.get(wish.seekerId)) ?? 0,
      };
    });
    const { decisions, count: left } = decideWishes(posting, standing, asked);

    const now = ctx.clock.now();
    const made = decisions.flatMap((decision, index) => {
      const wish = wishes[index];
      const given = ownGrabOf(decision);
      if (!wish || !given) return [];
      const origin = wish.linkCode === undefined ? undefined : origins.get(wish.linkCode);
      const { id, state, waitingNumber } = given;
      return [
        {
          id,
          postingId,
          seekerId: wish.seekerId,
          state,
          waitingNumber,
          linkCode: origin ? (wish.linkCode ?? null) : null,
          stationId: origin?.stationId ?? wish.stationId ?? null,
          screenId: origin?.screenId ?? null,
          channel: asked[index]?.unproven ? ('call-back' as const) : wish.channel,
          holdUntil: state === 'held' ? holdUntil(now).toString() : null,
          createdAt: now.toString(),
          demo: posting.demo,
        },
      ];
    });
    if (made.length > 0) await store(tx, ctx, posting, made, left);
    for (const [index, decision] of decisions.entries()) {
      const wish = wishes[index];
      if (decision.kind === 'adopted' && wish) await adopt(tx, ctx, posting, { ...decision, seekerId: wish.seekerId });
    }
    return decisions.map((decision, index) => outcomeOf(decision, asked[index]));
  });
}

type NewGrab = {
  id: string;
  seekerId: string;
  state: GrabState;
  waitingNumber: number | null;
  holdUntil: string | null;
};

/** The row that a decision gives to whoever asked; `undefined` where there is one already, or none. */
function ownGrabOf(decision: Decision): Pick<NewGrab, 'id' | 'state' | 'waitingNumber'> | undefined {
  switch (decision.kind) {
    case 'placed':
      return { id: decision.grabId, state: decision.state, waitingNumber: null };
    case 'queued':
      return { id: decision.grabId, state: 'waiting', waitingNumber: decision.waitingNumber };
    case 'adopted': {
      const { grab, grabId, state } = decision;
      return grabId === grab.grabId ? undefined : { id: grabId, state, waitingNumber: grab.waitingNumber ?? null };
    }
    default:
      return undefined;
  }
}

function adopt(tx: Tx, ctx: Context, posting: PostingRow, taken: Extract<Decision, { kind: 'adopted' }> & { seekerId: string }) {
  return taken.grabId === taken.grab.grabId ? adoptGrab(tx, ctx, posting, taken) : yieldGrab(tx, ctx, posting, taken);
}

async function insertGrabs(tx: Tx, made: NewGrab[]): Promise<void> {
  await tx.execute(sql`
    insert into grabs (id, posting_id, seeker_id, state, waiting_number, link_code, station_id, screen_id, channel, hold_until, created_at, demo)
    select id, "postingId", "seekerId", state, "waitingNumber", "linkCode", "stationId", "screenId", channel, "holdUntil", "createdAt", demo
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as given(id text, "postingId" text, "seekerId" text, state text,
      "waitingNumber" int, "linkCode" text, "stationId" text, "screenId" text, channel text, "holdUntil" timestamptz,
      "createdAt" timestamptz, demo boolean)`);
}

async function storeCount(
  tx: Tx,
  ctx: Context,
  before: PostingRow,
  after: { placesLeft: number; waitingSeq: number },
): Promise<DomainEvent[]> {
  const filled = after.placesLeft === 0;
  const now = ctx.clock.now();
  await tx
    .update(postings)
    .set({
      placesLeft: after.placesLeft,
      waitingSeq: after.waitingSeq,
      status: filled ? 'filled' : 'approved',
      filledAt: filledSince(before, after.placesLeft, now),
      updatedAt: now,
    })
    .where(eq(postings.id, before.id));
  if (after.placesLeft === before.placesLeft && filled === (before.status === 'filled')) return [];
  return [{ type: 'posting.counted', postingId: before.id, placesLeft: after.placesLeft, filled }];
}

async function store(
  tx: Tx,
  ctx: Context,
  posting: PostingRow,
  made: NewGrab[],
  left: { placesLeft: number; waitingSeq: number },
): Promise<void> {
  await insertGrabs(tx, made);
  const counted = await storeCount(tx, ctx, posting, left);
  const placed = made.filter((grab) => grab.state !== 'waiting');
  const held = made.filter((grab) => grab.state === 'held');
  await askForCalls(
    tx,
    ctx,
    posting,
    held.map((grab) => grab.id),
  );
  // Told together: each statement is a journey to the database that somebody in the rush waits for.
  await announce(
    tx,
    ctx,
    ...counted,
    ...placed.map(({ id, seekerId, state }): DomainEvent => ({ type: 'grab.changed', grabId: id, postingId: posting.id, seekerId, state })),
    { type: 'desk.changed', regionCode: posting.regionCode, what: 'grabs' },
  );
  // One entry for what was decided together; a batch of ten thousand would else be ten thousand links of a chain.
  await record(
    tx,
    ctx,
    { kind: 'system', name: 'grabs' },
    {
      area: 'grabs',
      action: 'grabs.decided',
      subject: posting.id,
      after: made.map(({ id, seekerId, state, waitingNumber }) => ({ grab: id, by: `seeker:${seekerId}`, state, waitingNumber })),
    },
  );
}

function outcomeOf(decision: Decision, wish: Wish | undefined): GrabOutcome | Refusal {
  switch (decision.kind) {
    case 'placed':
      return { grabId: decision.grabId, state: decision.state, waitingNumber: undefined, repeated: false };
    case 'queued':
      return { grabId: decision.grabId, state: 'waiting', waitingNumber: decision.waitingNumber, repeated: false };
    case 'again': {
      // The second of two wishes in one batch meets the first one's decision, not a stored row.
      const { grabId, state, waitingNumber } = decision.grab;
      return { grabId, state, waitingNumber, repeated: grabId !== wish?.grabId };
    }
    case 'adopted':
      return {
        grabId: decision.grabId,
        state: decision.state,
        waitingNumber: decision.grab.waitingNumber,
        repeated: decision.grabId === decision.grab.grabId,
      };
    case 'too-many-held':
      return new Refusal('TOO_MANY_REQUESTS', { seconds: holdMinutes * 60 });
    case 'too-many-unanswered':
      return new Refusal('GRAB_TOO_MANY', { count: mostUnanswered });
  }
}
