import type { PlaylistForStaff } from '#server/contract/programme.ts';

export type Item = PlaylistForStaff['items'][number];

/** One place up or down; at either end it stays. */
export function moveBy(items: readonly Item[], id: string, by: -1 | 1): Item[] {
  const at = items.findIndex((item) => item.id === id);
  const other = items[at + by];
  const moved = items[at];
  if (moved === undefined || other === undefined) return [...items];
  const next = [...items];
  next[at] = other;
  next[at + by] = moved;
  return next;
}

/** To stand before another item, or, without one, at the end. */
export function moveBefore(items: readonly Item[], id: string, before: string | undefined): Item[] {
  const moved = items.find((item) => item.id === id);
  if (moved === undefined || id === before) return [...items];
  const rest = items.filter((item) => item.id !== id);
  const at = before === undefined ? rest.length : rest.findIndex((item) => item.id === before);
  return [...rest.slice(0, at), moved, ...rest.slice(at)];
}

/** A name that no other item of the list has. */
export function freshId(items: readonly Item[]): string {
  for (let number = items.length + 1; ; number += 1) if (!items.some(({ id }) => id === `i${number}`)) return `i${number}`;
}
