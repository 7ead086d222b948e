import { mostHeld, mostUnanswered } from './hold.ts';
import { afterAct, type GrabState, isPlaced } from './state.ts';

/** What is known of a posting while its row is locked. */
export interface PlaceCount {
  placesTotal: number;
  placesLeft: number;
  /** Last number handed out on the waiting list. */
  waitingSeq: number;
}

/** One wish for a place, in the order of arrival. */
export interface Wish {
  grabId: string;
  seekerId: string;
  /** Keyed hash of the phone, proved or only typed. */
  contactHash: string | undefined;
  /** Nobody has proved the phone: the place is held for a call back. */
  unproven: boolean;
  /** Other jobs that this person has asked for and not been answered about; 0 where a clerk asks for them. */
  unansweredElsewhere: number;
}

export interface StandingGrab {
  grabId: string;
  seekerId: string;
  contactHash: string | undefined;
  /** Held for (or queued by) somebody who has not proved the phone. */
  unproven: boolean;
  state: GrabState;
  waitingNumber: number | undefined;
}

export type Decision =
  | { kind: 'placed'; grabId: string; state: 'grabbed' | 'held' }
  | { kind: 'queued'; grabId: string; waitingNumber: number }
  /** The same person again: what was decided the first time stands. */
  | { kind: 'again'; grab: StandingGrab }
  /**
   * The phone's owner, now proved, takes over what was held for that phone: by a grab of their own (`grabId`), except where a clerk has rung the phone
   * meanwhile, who spoke to the owner about that very grab.
   */
  | { kind: 'adopted'; grabId: string; grab: StandingGrab; state: GrabState }
  /** The person has asked for enough; for less if nobody has proved their phone, because a clerk has to ring for each. */
  | { kind: 'too-many-held' }
  | { kind: 'too-many-unanswered' };

/**
 * Decides wishes in their order: places as long as there are any, then numbers of the waiting list. Never gives more places than
 * `placesLeft`. `standing` are the active grabs of these people in this posting.
 *
 * Who only typed a phone is answered as if nobody else had: whether that phone stands in this posting is its owner's business. What a stranger
 * so holds for somebody's phone ends within 15 minutes, or goes to the owner who proves it; a clerk who rings can't confirm a phone twice.
 */
export function decideWishes(
  count: PlaceCount,
  standing: readonly StandingGrab[],
  wishes: readonly Wish[],
): { decisions: Decision[]; count: PlaceCount } {
  const bySeeker = new Map<string, StandingGrab>();
  /** What unproved people have, by phone: a place before a number, a small number before a large one. */
  const heldFor = new Map<string, StandingGrab[]>();
  const remember = (grab: StandingGrab) => {
    bySeeker.set(grab.seekerId, grab);
    if (grab.contactHash === undefined || !grab.unproven) return;
    heldFor.set(grab.contactHash, [...(heldFor.get(grab.contactHash) ?? []), grab].sort(byWorth));
  };
  for (const grab of standing) remember(grab);

  let { placesLeft, waitingSeq } = count;
  const decisions = wishes.map((wish): Decision => {
    const own = bySeeker.get(wish.seekerId);
    if (own) return { kind: 'again', grab: own };
    const held = wish.unproven || wish.contactHash === undefined ? undefined : heldFor.get(wish.contactHash)?.shift();
    if (held) {
      const state = afterAct(held.state, 'verify') ?? held.state;
      const grabId = held.state === 'held' || held.state === 'waiting' ? wish.grabId : held.grabId;
      remember({ ...held, grabId, seekerId: wish.seekerId, unproven: false, state });
      return { kind: 'adopted', grabId, grab: held, state };
    }
    if (wish.unproven && wish.unansweredElsewhere >= mostHeld) return { kind: 'too-many-held' };
    if (wish.unansweredElsewhere >= mostUnanswered) return { kind: 'too-many-unanswered' };
    const decision: Decision =
      placesLeft > 0
        ? { kind: 'placed', grabId: wish.grabId, state: wish.unproven ? 'held' : 'grabbed' }
        : { kind: 'queued', grabId: wish.grabId, waitingNumber: ++waitingSeq };
    if (decision.kind === 'placed') placesLeft--;
    remember({
      grabId: wish.grabId,
      seekerId: wish.seekerId,
      contactHash: wish.contactHash,
      unproven: wish.unproven,
      state: decision.kind === 'placed' ? decision.state : 'waiting',
      waitingNumber: decision.kind === 'queued' ? decision.waitingNumber : undefined,
    });
    return decision;
  });
  return { decisions, count: { ...count, placesLeft, waitingSeq } };
}

const byWorth = (one: StandingGrab, other: StandingGrab): number =>
  Number(isPlaced(other.state)) - Number(isPlaced(one.state)) || (one.waitingNumber ?? 0) - (other.waitingNumber ?? 0);

/**
 * How many of the waiting list move up when `freed` places come back, and what is left then. Bounded twice: by the counter, which an
 * employer may have lowered, and by the places that nobody has.
 */
export function decidePromotion(
  count: Pick<PlaceCount, 'placesTotal' | 'placesLeft'>,
  standing: { freed: number; placed: number; waiting: number },
): { promote: number; placesLeft: number } {
  const free = Math.max(0, Math.min(count.placesLeft + standing.freed, count.placesTotal - standing.placed));
  const promote = Math.min(free, standing.waiting);
  return { promote, placesLeft: free - promote };
}
