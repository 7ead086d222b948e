/** Green room and stage of one episode together: what one laptop can decode beside the program, and what one phone can hear. */
export const MOST_GUESTS = 6;
/** With the host that is a picture of two by two. */
export const MOST_ON_STAGE = 3;
/** Raised at the same time; whoever comes later is told so. */
export const MOST_HANDS = 50;
/** A viewer who was asked up and doesn't come: the place is free again. */
export const HAND_ANSWER_MS = 3 * 60_000;
/** A link may be opened from the moment it is made until this long after the show should be over. */
export const LINK_AFTER_MS = 2 * 3_600_000;
/** A guest whose line breaks comes back onto the stage within this; later the host decides anew. */
export const STAGE_KEPT_MS = 10_000;
/** Heard in the program as loud as it came is 100. */
export const LOUDEST = 200;

export const guestFits = ['cover', 'contain'] as const;
export const guestWants = ['video', 'audio'] as const;
export type GuestWants = (typeof guestWants)[number];

export const guestStates = ['invited', 'expired', 'away', 'here', 'stage', 'left', 'removed'] as const;
/**
 * `invited`: the link has not been opened. `expired`: nor will it be. `away`: has agreed, and no line stands. `here`: in the green room.
 * `left` and `removed` don't come back by this link.
 */
export type GuestState = (typeof guestStates)[number];

export interface GuestFacts {
  readonly expiresAtMs: number;
  readonly hasEntered: boolean;
  readonly hasLeft: boolean;
  readonly isRemoved: boolean;
  readonly isOnStage: boolean;
  /** A line to the green room stands. */
  readonly isPresent: boolean;
}

export function guestState(guest: GuestFacts, nowMs: number): GuestState {
  if (guest.isRemoved) return 'removed';
  if (guest.hasLeft) return 'left';
  if (!guest.hasEntered) return guest.expiresAtMs <= nowMs ? 'expired' : 'invited';
  if (!guest.isPresent) return 'away';
  return guest.isOnStage ? 'stage' : 'here';
}

/** Takes one of the six places: whoever may still come does, too. */
export const takesPlace = (state: GuestState): boolean => state === 'invited' || state === 'away' || state === 'here' || state === 'stage';

/** Why somebody can't go on stage now. */
export function stageRefusal(state: GuestState, onStage: number): 'GUEST_NOT_HERE' | 'STAGE_FULL' | undefined {
  if (state === 'stage') return undefined;
  if (state !== 'here') return 'GUEST_NOT_HERE';
  return onStage >= MOST_ON_STAGE ? 'STAGE_FULL' : undefined;
}

/** Until when a link made now may be opened, ms since the Unix epoch. */
export function linkExpiryMs(episode: { plannedAtMs: number; minutes: number }, nowMs: number): number {
  return Math.max(nowMs, episode.plannedAtMs) + episode.minutes * 60_000 + LINK_AFTER_MS;
}
