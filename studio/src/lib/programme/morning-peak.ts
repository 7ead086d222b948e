import type { PlaylistForStaff } from '#server/contract/programme.ts';

/** 早高峰: when people look for work of the same day, and the only hours at which what starts this morning comes first. */
export const peakHours = { from: '04:00', to: '06:30' } as const;

type Listed = Pick<PlaylistForStaff, 'id' | 'items'>;

/** Whether all its jobs come in the order of the morning. */
export function isMorningFirst({ items }: Pick<Listed, 'items'>): boolean {
  const boards = items.filter((item) => item.kind === 'jobs');
  return boards.length > 0 && boards.every(({ filter }) => filter.order === 'morning-first');
}

/** The one that is chosen where it will do, else another that will; nothing where one has to be made. */
export const morningList = <T extends Listed>(lists: readonly T[], chosenId = ''): T | undefined =>
  lists.find((list) => list.id === chosenId && isMorningFirst(list)) ?? lists.find(isMorningFirst);

/** One board of all jobs, those that start this morning first. */
export const morningItems = (): PlaylistForStaff['items'] => [{ kind: 'jobs', id: 'i1', filter: { order: 'morning-first' } }];
