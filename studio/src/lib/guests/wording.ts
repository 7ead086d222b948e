import type { GuestForHost } from '#server/contract/guests.ts';
import type { GuestState } from '#server/domain/guests/rules.ts';
import { m } from '$lib/paraglide/messages.js';

export const stateWords: Record<GuestState, () => string> = {
  invited: m.guests_state_invited,
  expired: m.guests_state_expired,
  away: m.guests_state_away,
  here: m.guests_state_here,
  stage: m.guests_state_stage,
  left: m.guests_state_left,
  removed: m.guests_state_left,
};

/** What is wanting of somebody who is here. */
export function sendingWords({ state, wants, audio, video }: GuestForHost): string[] {
  if (state !== 'here' && state !== 'stage') return [];
  const faults: string[] = [];
  if (audio !== 'flows') faults.push(m.guests_no_sound());
  if (video === 'silent') faults.push(m.guests_picture_stopped());
  if (video === 'none') faults.push(wants === 'audio' ? m.guests_voice_only() : m.guests_no_picture());
  return faults;
}
