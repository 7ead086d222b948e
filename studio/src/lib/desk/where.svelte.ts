import type { RegionNode, StationForStaff } from '#server/contract/desk.ts';
import type { Me } from '#server/contract/staff.ts';
import { regionOfPath } from '#server/domain/access/station-path.ts';
import { api } from '../api.ts';

const key = 'gangbo-region';
let regions = $state<RegionNode[]>([]);
let stations = $state<StationForStaff[]>([]);
let reachable = $state<RegionNode[]>([]);
let chosen = $state<string>();

/** Where the person works just now: the region whose desk they see. Remembered on this machine. */
export const where = {
  get regions() {
    return regions;
  },
  /** The regions that the person may work in, parents first. */
  get reachable() {
    return reachable;
  },
  get stations() {
    return stations.filter((station) => pathOf(station.regionCode).startsWith(where.path));
  },
  get allStations() {
    return stations;
  },
  get region(): RegionNode | undefined {
    return reachable.find((region) => region.code === chosen) ?? reachable[0];
  },
  get code(): string {
    return where.region?.code ?? '';
  },
  get path(): string {
    return where.region?.path ?? '';
  },
  /** Days and hours at this desk are those of its stations, wherever this computer stands. */
  get timeZone(): string {
    return (where.stations[0] ?? stations[0])?.timeZone ?? 'Asia/Shanghai';
  },
  choose(code: string): void {
    chosen = code;
    localStorage.setItem(key, code);
  },
  nameOf: (code: string): string => regions.find((region) => region.code === code)?.name ?? code,
  async load(me: Me): Promise<void> {
    const [tree, places] = await Promise.all([
      api.get<{ regions: RegionNode[] }>('/regions'),
      api.get<{ stations: StationForStaff[] }>('/stations'),
    ]);
    regions = tree.regions;
    stations = places.stations;
    const paths = me.grants.filter((grant) => grant.role !== 'employer').map((grant) => grant.regionPath);
    // Whoever keeps a station stands in its region.
    reachable = regions.filter((region) =>
      paths.some((path) => path === null || region.path.startsWith(path) || region.path === regionOfPath(path)),
    );
    const remembered = localStorage.getItem(key);
    chosen = reachable.some((region) => region.code === remembered) ? (remembered ?? undefined) : defaultRegion();
  },
};

const pathOf = (code: string) => regions.find((region) => region.code === code)?.path ?? '';

/** The smallest of the regions that hold most of the stations in reach: where somebody of this grant most likely stands. */
function defaultRegion(): string | undefined {
  const paths = stations.map((station) => pathOf(station.regionCode));
  const held = (region: RegionNode) => paths.filter((path) => path.startsWith(region.path)).length;
  const best = [...reachable].sort((a, b) => held(b) - held(a) || b.path.length - a.path.length);
  return best[0]?.code;
}
