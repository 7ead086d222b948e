import type { GrabForSeeker } from '#server/contract/grabs.ts';
import { m } from '$lib/paraglide/messages.js';
import { timeWords } from './words.ts';

/** What a grab's state means for the person: a headline, and what to do. */
export function stateWords(grab: GrabForSeeker): { title: string; text: string; tone: 'good' | 'wait' | 'over' } {
  const station = grab.station?.name ?? m.phone_station();
  switch (grab.state) {
    case 'held':
      return {
        title: m.phone_state_held(),
        text: m.phone_state_held_text({
          station,
          time: grab.holdUntil ? timeWords(grab.holdUntil, grab.station?.timeZone ?? 'Asia/Shanghai') : '',
        }),
        tone: 'wait',
      };
    case 'grabbed':
      return { title: m.phone_state_grabbed(), text: m.phone_state_grabbed_text(), tone: 'good' };
    case 'waiting':
      return {
        title: m.phone_state_waiting({ number: grab.waitingNumber ?? 0 }),
        text: m.phone_state_waiting_text({ ahead: grab.ahead ?? 0 }),
        tone: 'wait',
      };
    case 'confirmed':
      return { title: m.phone_state_confirmed(), text: m.phone_state_confirmed_text(), tone: 'good' };
    case 'started':
      return { title: m.phone_state_started(), text: m.phone_state_started_text(), tone: 'good' };
    case 'declined':
      return { title: m.phone_state_declined(), text: m.phone_state_declined_text(), tone: 'over' };
    case 'cancelled':
      return { title: m.phone_state_cancelled(), text: m.phone_state_cancelled_text(), tone: 'over' };
    case 'lapsed':
      return { title: m.phone_state_lapsed(), text: m.phone_state_lapsed_text(), tone: 'over' };
  }
}
