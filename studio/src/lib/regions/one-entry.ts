import type { RegionNode } from '#server/contract/desk.ts';

/**
 * One region or one station, said as the file that brings it in: what a form adds and what an import adds take the same way, and
 * obey the same rules.
 */
interface RegionEntry {
  code: string;
  name: string;
  level: string;
  children: RegionEntry[];
}
export interface OneEntryFile {
  regions: RegionEntry[];
  stations: StationEntry[];
}
export interface StationEntry {
  name: string;
  region: string;
  phone: string;
  address?: string;
  lat?: number;
  lon?: number;
  hours: { days: string; open: string; close: string }[];
  downloads?: { from: string; to: string };
}

export const levels = ['province', 'city', 'county', 'township', 'village'] as const;
export type Level = (typeof levels)[number];

/** The level that most often stands below. */
export const levelBelow = (level: string | undefined): Level => levels[(levels as readonly string[]).indexOf(level ?? '') + 1] ?? 'village';

/** The new region below its parents, up to the root: a file's tree has no other way to say where it hangs. */
export function regionFile(region: Omit<RegionEntry, 'children'>, parentCode: string | null, known: readonly RegionNode[]): OneEntryFile {
  let node: RegionEntry = { ...region, children: [] };
  for (let parent = find(known, parentCode); parent; parent = find(known, parent.parentCode)) {
    node = { code: parent.code, name: parent.name, level: parent.level, children: [node] };
  }
  return { regions: [node], stations: [] };
}

const find = (known: readonly RegionNode[], code: string | null) => known.find((region) => region.code === code);

export const stationFile = (station: StationEntry): OneEntryFile => ({ regions: [], stations: [station] });
