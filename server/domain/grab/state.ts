/**
 * held (待回访: kept 15 minutes for a call) · grabbed · waiting (候补) → confirmed → started;
 * or out: declined (by the employer or the desk), cancelled (by the person), lapsed (nobody rang in time).
 */
export const grabStates = ['held', 'grabbed', 'waiting', 'confirmed', 'started', 'declined', 'cancelled', 'lapsed'] as const;
export type GrabState = (typeof grabStates)[number];

/** These have a place: there are never more of them than the posting has places. */
export const placedStates = ['held', 'grabbed', 'confirmed', 'started'] as const satisfies GrabState[];
/** One person has at most one of these in a posting. */
export const activeStates = ['held', 'grabbed', 'waiting', 'confirmed', 'started'] as const satisfies GrabState[];

export type GrabAct = 'confirm' | 'decline' | 'cancel' | 'lapse' | 'start' | 'promote' | 'verify';

const moves: Record<GrabAct, Partial<Record<GrabState, GrabState>>> = {
  confirm: { held: 'confirmed', grabbed: 'confirmed' },
  decline: { held: 'declined', grabbed: 'declined', waiting: 'declined', confirmed: 'declined' },
  cancel: { held: 'cancelled', grabbed: 'cancelled', waiting: 'cancelled', confirmed: 'cancelled' },
  lapse: { held: 'lapsed' },
  start: { confirmed: 'started' },
  promote: { waiting: 'grabbed' },
  /** The person has proved the phone after all: the place is no longer on hold. */
  verify: { held: 'grabbed' },
};

/** The state after the act, or `undefined` where it can't be done. */
export function afterAct(state: GrabState, act: GrabAct): GrabState | undefined {
  return moves[act][state];
}

export function isPlaced(state: GrabState): boolean {
  return (placedStates as readonly GrabState[]).includes(state);
}

export function isActive(state: GrabState): boolean {
  return (activeStates as readonly GrabState[]).includes(state);
}

/** Whether the act gives a place back, which the first of the waiting list then gets. */
export function freesPlace(before: GrabState, after: GrabState): boolean {
  return isPlaced(before) && !isPlaced(after);
}
