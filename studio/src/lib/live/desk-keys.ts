import { keyOf } from '$lib/kit-studio/row-keys.ts';

/** A key as `keyOf` says it; the first stands on the button. */
type Keys = readonly [string, ...string[]];

/**
 * Every key of the host's page: what is pressed, the letters on the buttons and the map of keys all come from here.
 * Not j and k: from anywhere on the page they step into a list.
 */
export const pageKeyTable = {
  /** While the show is on. */
  desk: {
    next: [' ', 'ArrowRight'],
    undo: ['u'],
    back: ['b'],
    pin: ['p'],
    insert: ['i'],
    filled: ['f'],
    caption: ['t'],
    restream: ['r'],
    end: ['e'],
  },
  layouts: { host: ['1'], pair: ['2'], grid: ['3'], screen: ['4'], card: ['5'], slate: ['6'] },
  picture: { mute: ['m'], screen: ['s'], second: ['v'], countDown: ['c'], window: ['w'], keys: ['?'] },
  guests: { bring: ['n'], takeBack: ['o'], talk: ['g'] },
} as const satisfies Record<string, Record<string, Keys>>;

/** On the row of a list that has the focus. There a letter means what its list says, whatever it means on the page. */
export const listKeyTable = {
  rundown: {
    step: ['ArrowUp', 'ArrowDown'],
    earlier: ['Alt+ArrowUp'],
    later: ['Alt+ArrowDown'],
    takeOut: ['Delete', 'Backspace'],
  },
  chat: { remove: ['d'], mute: ['m'], pin: ['p'] },
  held: { show: ['Enter'], remove: ['d'], mute: ['m'] },
  questions: { answer: ['Enter'], remove: ['d'], mute: ['m'] },
  hands: { call: ['Enter'], dismiss: ['d'] },
  calls: { reveal: ['p'], rung: ['Enter'] },
} as const satisfies Record<string, Record<string, Keys>>;

export type PageGroup = keyof typeof pageKeyTable;
export type KeyList = keyof typeof listKeyTable;
type Acts<L extends KeyList> = keyof (typeof listKeyTable)[L];

/** For `rowKeys`: the table's keys with what they do to a row. */
export function keysInList<L extends KeyList>(
  list: L,
  acts: Record<Acts<L>, (row: string) => void>,
): Record<string, (row: string) => void> {
  const rows = Object.entries<Keys>(listKeyTable[list]);
  return Object.fromEntries(rows.flatMap(([act, keys]) => keys.map((key) => [key, acts[act as Acts<L>]])));
}

/** What a key means in a list; undefined: nothing. */
export function actInList<L extends KeyList>(list: L, stroke: Parameters<typeof keyOf>[0]): Acts<L> | undefined {
  const key = keyOf(stroke);
  if (key === undefined) return undefined;
  const rows = Object.entries<Keys>(listKeyTable[list]);
  return rows.find(([, keys]) => keys.includes(key))?.[0] as Acts<L> | undefined;
}

const faces: Record<string, string> = {
  ' ': '␣',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  'Alt+ArrowUp': 'Alt+↑',
  'Alt+ArrowDown': 'Alt+↓',
  Enter: '⏎',
  Delete: 'Del',
  Backspace: '⌫',
};

/** As it stands on a button. */
export const keyFace = (key: string): string => faces[key] ?? key.toUpperCase();
