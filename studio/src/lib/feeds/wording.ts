import type { RestreamPictureOnWire, RestreamState, RestreamTrouble } from '#server/contract/feeds.ts';
import { clock } from '$lib/live/wording.ts';
import { m } from '$lib/paraglide/messages.js';

export const pictureWords: Record<RestreamPictureOnWire, () => string> = {
  numbers: m.feeds_restream_numbers,
  plain: m.feeds_restream_plain,
  program: m.feeds_restream_program,
};

const troubleWords: Record<RestreamTrouble, () => string> = {
  address: m.feeds_trouble_address,
  private: m.feeds_trouble_private,
  unreachable: m.feeds_trouble_unreachable,
  refused: m.feeds_trouble_refused,
  stalled: m.feeds_trouble_stalled,
  dropped: m.feeds_trouble_dropped,
  protocol: m.feeds_trouble_protocol,
};

export const megabits = (bitrate: number): string => (bitrate / 1e6).toFixed(1);

export function wordState(state: RestreamState): string {
  switch (state.is) {
    case 'off':
      return m.feeds_state_off();
    case 'waiting':
      return state.why === 'cut' ? m.feeds_state_waiting_cut() : m.feeds_state_waiting_picture();
    case 'connecting':
      return m.feeds_state_connecting();
    case 'sending': {
      const words = m.feeds_state_sending({ time: clock(state.sinceMs), rate: megabits(state.bitrate) });
      return state.leftOutSeconds > 0 ? `${words} · ${m.feeds_state_left_out({ seconds: state.leftOutSeconds })}` : words;
    }
    case 'retrying': {
      const said = state.said ? ` (${state.said})` : '';
      return `${m.feeds_state_retrying({ why: troubleWords[state.trouble](), seconds: state.inSeconds, tries: state.tries + 1 })}${said}`;
    }
  }
}
