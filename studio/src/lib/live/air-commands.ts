import { me } from '$lib/account/me.svelte.ts';
import { lastOnStage, nextOnStage } from '$lib/guests/stage.ts';
import type { KeyMap } from '$lib/kit-studio/row-keys.ts';
import { m } from '$lib/paraglide/messages.js';
import { canUse, type LayoutName, SCREEN } from '$lib/program/layouts.ts';
import { pageKeyWords } from './desk-key-words.ts';
import { type PageGroup, pageKeyTable } from './desk-keys.ts';
import type { HostRoom } from './host-room.svelte.ts';
import { SECOND } from './source.svelte.ts';

/** One thing a host does, by key and by button. */
export interface Command {
  /** As `keyOf` says it; the first stands on the button. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly can: boolean;
  run(): void;
}

/** Every act of a group of keys, or TypeScript says which has no hand. */
type Commands<G extends PageGroup, Elsewhere = never> = Record<Exclude<keyof (typeof pageKeyTable)[G], Elsewhere>, Command>;

/** Choosing what the picture is made of: also before the show. */
export function layoutCommands(room: HostRoom): (Command & { layout: LayoutName })[] {
  const has = { sources: room.source.names, hasCard: room.onJob !== undefined };
  const names: readonly LayoutName[] = ['host', 'pair', 'grid', 'screen', 'card', 'slate'];
  return names.map((layout) => ({
    layout,
    keys: pageKeyTable.layouts[layout],
    label: pageKeyWords.layouts.acts[layout](),
    can: room.source.kind !== 'none' && canUse(layout, has),
    run: () => {
      room.layout = layout;
    },
  }));
}

/** About the picture as a whole: also before the show. */
export function pictureCommands(room: HostRoom) {
  const { source } = room;
  const hasPicture = source.kind !== 'none';
  const hasSecond = source.names.includes(SECOND);
  const hasScreen = source.names.includes(SCREEN);
  const keys = pageKeyTable.picture;
  return {
    mute: {
      keys: keys.mute,
      label: source.muted ? m.air_unmute() : m.air_mute(),
      can: hasPicture,
      run: () => source.setMuted(!source.muted),
    },
    screen: {
      keys: keys.screen,
      label: hasScreen ? m.air_screen_off() : m.air_screen(),
      can: hasPicture,
      run: () => void source.useScreen(!hasScreen),
    },
    second: {
      keys: keys.second,
      label: hasSecond ? m.air_second_off() : m.air_second(),
      can: hasPicture,
      run: () => void source.useSecondCamera(!hasSecond),
    },
    countDown: { keys: keys.countDown, label: m.air_count_down(), can: hasPicture, run: () => void room.countDown() },
    window: { keys: keys.window, label: m.air_window(), can: hasPicture, run: () => room.windows.open() },
    keys: {
      keys: keys.keys,
      label: m.air_keys(),
      can: true,
      run: () => {
        room.dialog = 'keys';
      },
    },
  } satisfies Commands<'picture'>;
}

/** Who is on stage with the host: also before the show. */
export function guestCommands(room: HostRoom) {
  const { guests } = room.guests;
  const next = nextOnStage(guests);
  const last = lastOnStage(guests);
  const keys = pageKeyTable.guests;
  return {
    bring: {
      keys: keys.bring,
      label: next ? m.guests_bring_named({ name: next.name }) : m.guests_bring_next(),
      can: next !== undefined,
      run: () => next && void room.stage(next.id, true),
    },
    takeBack: {
      keys: keys.takeBack,
      label: last ? m.guests_back_named({ name: last.name }) : m.guests_back_last(),
      can: last !== undefined,
      run: () => last && void room.stage(last.id, false),
    },
    talk: {
      keys: keys.talk,
      label: room.source.talking ? m.guests_talk_end() : m.guests_talk(),
      can: room.source.kind !== 'none' && guests.length > 0,
      run: () => room.source.setTalking(!room.source.talking),
    },
  } satisfies Commands<'guests'>;
}

/** Running the show. Captions have their own place, and their key with them. */
export function deskCommands(room: HostRoom) {
  const { desk, episode } = room;
  const isAiring = room.isOn && room.sends;
  const at = episode?.rundown.findIndex(({ id }) => id === episode.currentItemId) ?? -1;
  const current = episode?.rundown[at]?.pitch;
  const isFree = isAiring && !desk.busy;
  const ask = (dialog: NonNullable<HostRoom['dialog']>) => () => {
    room.dialog = dialog;
  };
  const keys = pageKeyTable.desk;
  return {
    next: {
      keys: keys.next,
      label: m.live_next(),
      can: isFree && at + 1 < (episode?.rundown.length ?? 0),
      run: () => void room.step('next'),
    },
    undo: { keys: keys.undo, label: m.live_undo(), can: isFree && desk.undoUntilMs > Date.now(), run: () => void room.step('undo') },
    back: { keys: keys.back, label: m.live_back(), can: isFree && at > 0, run: () => void room.step('back') },
    pin: {
      keys: keys.pin,
      label: episode?.pinnedItemId ? m.air_unpin() : m.air_pin(),
      can: isFree && at >= 0,
      run: () => void room.togglePin(),
    },
    insert: { keys: keys.insert, label: m.air_insert(), can: isFree, run: ask('insert') },
    filled: {
      keys: keys.filled,
      label: m.air_filled(),
      can: isFree && me.may('clerk') && current !== undefined && current !== null && !current.filled,
      run: ask('filled'),
    },
    restream: {
      keys: keys.restream,
      label: m.air_restream(),
      can: isAiring && (room.feeds.feeds?.targets.length ?? 0) > 0,
      run: () => void room.switchRestreams(),
    },
    end: { keys: keys.end, label: m.live_end(), can: isAiring, run: ask('end') },
  } satisfies Commands<'desk', 'caption'>;
}

/** For `pageKeys`. A command that can't be done now lets its key go by, but the page doesn't scroll for it. A key held down is one press. */
export function keysOf(commands: readonly Command[]): KeyMap {
  const map: KeyMap = {};
  for (const command of commands) {
    for (const key of command.keys) {
      map[key] = ({ repeat }) => {
        if (command.can && !repeat) command.run();
      };
    }
  }
  return map;
}
