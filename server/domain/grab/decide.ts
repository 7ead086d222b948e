import { mostHeld } from './hold.ts';
import { afterAct, type GrabState } from './state.ts';

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
  /** Keyed hash of the phone: one phone has one grab, whoever types it. */
  contactHash: string | undefined;
  /** Nobody has proved the phone: the place is held for a call back. */
  unproven: boolean;
  /** Places that are held for the same phone in other postings. */
  heldElsewhere: number;
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
  /** The phone's owner, now proved, takes over what was held for that phone. */
  | { kind: 'adopted'; grab: StandingGrab; state: GrabState }
  /** The same phone, but not proved to be the same person: nothing of the first grab is told. */
  | { kind: 'taken' }
  /** Nobody has proved the phone, and it holds enough already. */
  | { kind: 'too-many-held' };

/**
 * Decides wishes in their order: places as long as there are any, then numbers of the waiting list. Never gives more places than
 * `placesLeft`. `standing` are the active grabs of these people in this posting.
 */
export function decideWishes(
  count: PlaceCount,
  standing: readonly StandingGrab[],
  wishes: readonly Wish[],
): { decisions: Decision[]; count: PlaceCount } {
  const bySeeker = new Map<string, StandingGrab>();
  const byContact = new Map<string, StandingGrab>();
  const remember = (grab: StandingGrab) => {
    bySeeker.set(grab.seekerId, grab);
    if (grab.contactHash !== undefined) byContact.set(grab.contactHash, grab);
  };
  for (const grab of standing) remember(grab);

  let { placesLeft, waitingSeq } = count;
  const decisions = wishes.map((wish): Decision => {
    const own = bySeeker.get(wish.seekerId);
    if (own) return { kind: 'again', grab: own };
    const samePhone = wish.contactHash === undefined ? undefined : byContact.get(wish.contactHash);
    if (samePhone && (wish.unproven || !samePhone.unproven)) return { kind: 'taken' };
    if (samePhone) {
      const state = afterAct(samePhone.state, 'verify') ?? samePhone.state;
      remember({ ...samePhone, seekerId: wish.seekerId, unproven: false, state });
      return { kind: 'adopted', grab: samePhone, state };
    }
    if (wish.unproven && wish.heldElsewhere >= mostHeld) return { kind: 'too-many-held' };
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
