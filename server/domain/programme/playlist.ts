/** 节目单: what a playlist holds, in order. `id` names an item while it is dragged about; it is unique in its playlist. */
export const boardOrders = ['as-usual', 'morning-first'] as const;

/** Which jobs a board shows: all, one or a few trades, and in the small hours what starts this morning before everything else. */
export interface JobFilter {
  trades?: string[] | undefined;
  order?: (typeof boardOrders)[number] | undefined;
}

export type PlaylistItem =
  /** `pages`: so many of the board's pages at each turn, then the next item; all of them where it is absent. */
  | { kind: 'jobs'; id: string; filter: JobFilter; pages?: number | undefined }
  | { kind: 'content'; id: string; contentId: string; seconds?: number | undefined }
  | { kind: 'countdown'; id: string }
  | { kind: 'figures' | 'teams' | 'leaderboard'; id: string };

/** The board of a filter in a manifest; the board of all jobs has no key, because it is the manifest's own slides. */
export function boardKey({ trades = [], order = 'as-usual' }: JobFilter): string | undefined {
  if (trades.length === 0 && order === 'as-usual') return undefined;
  return [order === 'as-usual' ? '' : order, ...[...trades].sort()].join('|');
}
