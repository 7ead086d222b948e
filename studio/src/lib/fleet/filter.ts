import type { FleetScreen, FleetStation } from '#server/contract/fleet.ts';
import type { ScreenState } from '#server/domain/screen/health.ts';

/** What a row can be told apart by: the five states, and those that have none. */
export type RowState = ScreenState | 'unpaired' | 'revoked' | 'unknown';

export interface Filter {
  text: string;
  states: readonly RowState[];
  /** Path of a region's subtree; empty: everywhere. */
  regionPath: string;
  stationId: string;
  groupId: string;
  tag: string;
  version: string;
}

export const noFilter: Filter = { text: '', states: [], regionPath: '', stationId: '', groupId: '', tag: '', version: '' };

export interface Row extends FleetScreen {
  station: FleetStation;
  regionPath: string;
  shown: RowState;
}

export function rowState({ device, state }: Pick<FleetScreen, 'device' | 'state'>): RowState {
  if (device !== 'paired') return device;
  return state ?? 'unknown';
}

/** What is wrong stands above what is well. */
const gravity: Record<RowState, number> = { wrong: 0, silent: 1, degraded: 2, unknown: 3, fine: 4, asleep: 5, unpaired: 6, revoked: 7 };

/** The gravest first, the longest first among them; then as the stations stand. */
export function byGravity(rows: readonly Row[]): Row[] {
  const at = new Map(rows.map((row, index) => [row.id, index]));
  return [...rows].sort(
    (a, b) =>
      gravity[a.shown] - gravity[b.shown] ||
      (gravity[a.shown] < gravity.fine ? (a.since ?? '').localeCompare(b.since ?? '') : 0) ||
      (at.get(a.id) ?? 0) - (at.get(b.id) ?? 0),
  );
}

export function matches(row: Row, filter: Filter): boolean {
  if (filter.states.length > 0 && !filter.states.includes(row.shown)) return false;
  if (filter.stationId !== '' && row.stationId !== filter.stationId) return false;
  if (!row.regionPath.startsWith(filter.regionPath)) return false;
  if (filter.groupId !== '' && !row.groups.includes(filter.groupId)) return false;
  if (filter.tag !== '' && !row.tags.includes(filter.tag)) return false;
  if (filter.version !== '' && row.appVersion !== filter.version) return false;
  return filter.text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${row.station.name} ${row.name} ${row.tags.join(' ')}`.toLowerCase().includes(word));
}

export function countStates(rows: readonly Row[]): Record<RowState, number> {
  const counts = { fine: 0, degraded: 0, silent: 0, wrong: 0, asleep: 0, unpaired: 0, revoked: 0, unknown: 0 };
  for (const { shown } of rows) counts[shown] += 1;
  return counts;
}
