import type { GuestForHost } from '#server/contract/guests.ts';
import { stageRefusal } from '#server/domain/guests/rules.ts';

type Standing = Pick<GuestForHost, 'id' | 'name' | 'state'>;

/** Whom the key brings on stage: the first who waits in the green room, while there is room. */
export function nextOnStage(guests: readonly Standing[]): Standing | undefined {
  const onStage = guests.filter(({ state }) => state === 'stage').length;
  return guests.find(({ state }) => state === 'here' && stageRefusal(state, onStage) === undefined);
}

/** Whom the key takes back: the lowest of those on stage, as the host sees them. */
export const lastOnStage = (guests: readonly Standing[]): Standing | undefined => guests.findLast(({ state }) => state === 'stage');
