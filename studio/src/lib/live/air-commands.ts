import { me } from '$lib/account/me.svelte.ts';
import type { KeyMap } from '$lib/kit-studio/row-keys.ts';
import { m } from '$lib/paraglide/messages.js';
import { canUse, type LayoutName } from '$lib/program/layouts.ts';
import type { HostRoom } from './host-room.svelte.ts';

/** One thing a host does, by key and by button: the map of keys, the buttons and the keys themselves come from here. */
export interface Command {
  /** As `KeyboardEvent.key` says it; the first stands on the button. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly can: boolean;
  run(): void;
}

const layoutWords: Record<LayoutName, () => string> = {
  host: m.air_layout_host,
  pair: m.air_layout_pair,
  grid: m.air_layout_grid,
  screen: m.air_layout_screen,
  card: m.air_layout_card,
  slate: m.air_layout_slate,
};

/** Choosing what the picture is made of: also before the show. */
export function layoutCommands(room: HostRoom): (Command & { layout: LayoutName })[] {
  const has = { sources: room.source.names, hasCard: room.onJob !== undefined };
  const names: readonly LayoutName[] = ['host', 'pair', 'grid', 'screen', 'card', 'slate'];
  return names.map((layout, at) => ({
    layout,
    keys: [String(at + 1)],
    label: layoutWords[layout](),
    can: room.source.kind !== 'none' && canUse(layout, has),
    run: () => {
      room.layout = layout;
    },
  }));
}

/** About the picture as a whole: also before the show. */
export function pictureCommands(room: HostRoom) {
  const hasPicture = room.source.kind !== 'none';
  return {
    countDown: { keys: ['c'], label: m.air_count_down(), can: hasPicture, run: () => void room.countDown() },
    mute: {
      keys: ['m'],
      label: room.source.muted ? m.air_unmute() : m.air_mute(),
      can: hasPicture,
      run: () => room.source.setMuted(!room.source.muted),
    },
    talk: {
      keys: ['g'],
      label: room.source.talking ? m.guests_talk_end() : m.guests_talk(),
      can: hasPicture && room.guests.guests.length > 0,
      run: () => room.source.setTalking(!room.source.talking),
    },
    window: { keys: ['w'], label: m.air_window(), can: hasPicture, run: () => room.windows.open() },
    keys: {
      keys: ['?'],
      label: m.air_keys(),
      can: true,
      run: () => {
        room.dialog = 'keys';
      },
    },
  } satisfies Record<string, Command>;
}

/** Running the show. */
export function deskCommands(room: HostRoom) {
  const { desk, episode } = room;
  const isAiring = room.isOn && room.sends;
  const at = episode?.rundown.findIndex(({ id }) => id === episode.currentItemId) ?? -1;
  const current = episode?.rundown[at]?.pitch;
  const isFree = isAiring && !desk.busy;
  const ask = (dialog: NonNullable<HostRoom['dialog']>) => () => {
    room.dialog = dialog;
  };
  return {
    next: {
      keys: [' ', 'ArrowRight'],
      label: m.live_next(),
      can: isFree && at + 1 < (episode?.rundown.length ?? 0),
      run: () => void room.step('next'),
    },
    undo: { keys: ['u'], label: m.live_undo(), can: isFree && desk.undoUntilMs > Date.now(), run: () => void room.step('undo') },
    back: { keys: ['b'], label: m.live_back(), can: isFree && at > 0, run: () => void room.step('back') },
    pin: {
      keys: ['p'],
      label: episode?.pinnedItemId ? m.air_unpin() : m.air_pin(),
      can: isFree && at >= 0,
      run: () => void room.togglePin(),
    },
    insert: { keys: ['i'], label: m.air_insert(), can: isFree, run: ask('insert') },
    filled: {
      keys: ['f'],
      label: m.air_filled(),
      can: isFree && me.may('clerk') && current !== undefined && current !== null && !current.filled,
      run: ask('filled'),
    },
  } satisfies Record<string, Command>;
}

/** For `pageKeys`. A command that can't be done now lets its key go by, but the page doesn't scroll for it. */
export function keysOf(commands: readonly Command[]): KeyMap {
  const map: KeyMap = {};
  for (const command of commands) {
    for (const key of command.keys) {
      map[key] = () => {
        if (command.can) command.run();
      };
    }
  }
  return map;
}

/** As it stands on a button. */
export function keyFace(key: string): string {
  if (key === ' ') return '␣';
  if (key === 'ArrowRight') return '→';
  return key.toUpperCase();
}
