import { m } from '$lib/paraglide/messages.js';
import type { KeyList, listKeyTable, PageGroup, pageKeyTable } from './desk-keys.ts';

type Words<Acts> = { readonly title: () => string; readonly acts: Record<keyof Acts, () => string> };

/** What each key does, for the map of keys. A key without words is no key: TypeScript says so. */
export const pageKeyWords: { readonly [G in PageGroup]: Words<(typeof pageKeyTable)[G]> } = {
  desk: {
    title: m.air_keys_desk,
    acts: {
      next: m.live_next,
      undo: m.live_undo,
      back: m.live_back,
      pin: m.air_pin,
      insert: m.air_insert,
      filled: m.air_filled,
      caption: m.captions_next_note,
      restream: m.air_restream,
      end: m.live_end,
    },
  },
  layouts: {
    title: m.air_keys_layouts,
    acts: {
      host: m.air_layout_host,
      pair: m.air_layout_pair,
      grid: m.air_layout_grid,
      screen: m.air_layout_screen,
      card: m.air_layout_card,
      slate: m.air_layout_slate,
    },
  },
  picture: {
    title: m.air_keys_picture,
    acts: {
      mute: m.air_mute,
      screen: m.air_screen,
      second: m.air_second,
      countDown: m.air_count_down,
      window: m.air_window,
      keys: m.air_keys,
    },
  },
  guests: { title: m.guests_title, acts: { bring: m.guests_bring_next, takeBack: m.guests_back_last, talk: m.guests_talk } },
};

export const listKeyWords: { readonly [L in KeyList]: Words<(typeof listKeyTable)[L]> } = {
  rundown: {
    title: m.live_rundown,
    acts: { step: m.keys_move, earlier: m.live_rundown_up, later: m.live_rundown_down, takeOut: m.live_rundown_out },
  },
  chat: { title: m.aud_tab_chat, acts: { remove: m.aud_remove, mute: m.aud_mute, pin: m.aud_pin } },
  held: { title: m.aud_tab_held, acts: { show: m.aud_show, remove: m.aud_remove, mute: m.aud_mute } },
  questions: { title: m.aud_tab_questions, acts: { answer: m.aud_answered, remove: m.aud_remove, mute: m.aud_mute } },
  hands: { title: m.hands_tab, acts: { call: m.hands_call, dismiss: m.hands_dismiss } },
  calls: { title: m.aud_tab_calls, acts: { reveal: m.aud_reveal, rung: m.aud_rung } },
};
