import type { GroupForStaff } from '#server/contract/fleet.ts';
import type { ScreenForStaff } from '#server/contract/screens.ts';
import type { ProgrammeTarget } from '#server/domain/programme/target.ts';
import { api } from '$lib/api.ts';
import { where } from '$lib/desk/where.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

/** What a clerk can address from this desk: regions, stations, groups, tags, screens. */
export class Places {
  groups = $state.raw<GroupForStaff[]>([]);
  tags = $state.raw<string[]>([]);
  screens = $state.raw<ScreenForStaff[]>([]);

  async load(): Promise<void> {
    const [groups, tags, screens] = await Promise.all([
      api.get<{ groups: GroupForStaff[] }>('/fleet/groups'),
      api.get<{ tags: { tag: string }[] }>('/fleet/tags'),
      api.get<ScreenForStaff[]>('/screens'),
    ]);
    this.groups = groups.groups;
    this.tags = tags.tags.map(({ tag }) => tag);
    this.screens = screens.filter(({ state }) => state !== 'revoked');
  }

  /** Below this desk's region; the screens of it alone. */
  choices(kind: ProgrammeTarget['kind']): { value: string; name: string }[] {
    switch (kind) {
      case 'region':
        return where.reachable.filter(({ path }) => path.startsWith(where.path)).map(({ code, name }) => ({ value: code, name }));
      case 'station':
        return where.stations.map(({ id, name }) => ({ value: id, name }));
      case 'group':
        return this.groups.filter(({ regionCode }) => isHere(regionCode)).map(({ id, name }) => ({ value: id, name }));
      case 'tag':
        return this.tags.map((tag) => ({ value: tag, name: tag }));
      case 'screen':
        return this.here.map(({ id, glass, station }) => ({ value: id, name: `${station.name} ${glass.name}` }));
    }
  }

  get here(): ScreenForStaff[] {
    return this.screens.filter(({ station }) => isHere(station.regionCode));
  }

  nameOf(target: ProgrammeTarget): string {
    switch (target.kind) {
      case 'region':
        return where.nameOf(target.regionCode);
      case 'tag':
        return `${where.nameOf(target.regionCode)} #${target.tag}`;
      case 'station':
        return where.allStations.find(({ id }) => id === target.stationId)?.name ?? m.prog_target_gone();
      case 'group':
        return this.groups.find(({ id }) => id === target.groupId)?.name ?? m.prog_target_gone();
      case 'screen': {
        const found = this.screens.find(({ id }) => id === target.screenId);
        return found ? `${found.station.name} ${found.glass.name}` : m.prog_target_gone();
      }
    }
  }
}

const isHere = (regionCode: string): boolean => where.regions.find(({ code }) => code === regionCode)?.path.startsWith(where.path) ?? false;

export function targetFor(kind: ProgrammeTarget['kind'], value: string): ProgrammeTarget {
  switch (kind) {
    case 'region':
      return { kind, regionCode: value };
    case 'station':
      return { kind, stationId: value };
    case 'group':
      return { kind, groupId: value };
    case 'tag':
      return { kind, tag: value, regionCode: where.code };
    case 'screen':
      return { kind, screenId: value };
  }
}

export function idOfTarget(target: ProgrammeTarget): string {
  switch (target.kind) {
    case 'region':
      return target.regionCode;
    case 'station':
      return target.stationId;
    case 'group':
      return target.groupId;
    case 'tag':
      return target.tag;
    case 'screen':
      return target.screenId;
  }
}
