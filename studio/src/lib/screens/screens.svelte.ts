import type { ScreenForStaff } from '#server/contract/screens.ts';
import { api } from '$lib/api.ts';

export interface TakeoverInForce {
  id: string;
  kind: 'safe-slate' | 'notice';
  message: string | null;
  endsAt: string;
  target:
    | { kind: 'screen'; screenId: string }
    | { kind: 'station'; stationId: string }
    | { kind: 'region'; regionCode: string }
    | { kind: 'all' };
}

/** A player reports every minute; after three it is away. */
const awayAfterMs = 3 * 60_000;

/** Some of the screens I look after as whole rows, looked at again every few seconds while their pictures are shown; and what stands above them. */
export class Screens {
  all = $state.raw<ScreenForStaff[]>([]);
  takeovers = $state.raw<TakeoverInForce[]>([]);
  loaded = $state(false);

  /** @param ids with commas between them, at most a hundred (contract/screen-list.ts) */
  async load(ids: string): Promise<void> {
    [this.all, this.takeovers] = await Promise.all([
      ids === '' ? [] : api.get<ScreenForStaff[]>('/screens', { ids }),
      api.get<TakeoverInForce[]>('/screens/takeovers'),
    ]);
    this.loaded = true;
  }

  get byStation(): { station: ScreenForStaff['station']; screens: ScreenForStaff[] }[] {
    const groups = new Map<string, { station: ScreenForStaff['station']; screens: ScreenForStaff[] }>();
    for (const screen of this.all) {
      const group = groups.get(screen.station.id) ?? { station: screen.station, screens: [] };
      group.screens.push(screen);
      groups.set(screen.station.id, group);
    }
    return [...groups.values()];
  }
}

export const isAway = (screen: ScreenForStaff, nowMs: number) =>
  screen.lastSeenAt === null || nowMs - Date.parse(screen.lastSeenAt) > awayAfterMs;

/** How many items the player has left out, from its last report. */
export function setAsideCount(screen: ScreenForStaff): number {
  const { health } = screen;
  if (typeof health !== 'object' || health === null || !('setAside' in health) || !Array.isArray(health.setAside)) return 0;
  return health.setAside.length;
}
