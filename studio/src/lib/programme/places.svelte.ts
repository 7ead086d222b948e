import type { GroupForStaff } from '#server/contract/fleet.ts';
import type { ProgrammeTarget } from '#server/domain/programme/target.ts';
import { api } from '$lib/api.ts';
import { where } from '$lib/desk/where.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { ScreenNames, screenWords } from '$lib/screens/screen-names.svelte.ts';

/** What a clerk can address from this desk: regions, stations, groups and tags; of screens, which may be thousands, those that are named here. */
export class Places {
  groups = $state.raw<GroupForStaff[]>([]);
  tags = $state.raw<string[]>([]);
  readonly #screens = new ScreenNames();

  async load(): Promise<void> {
    const [groups, tags] = await Promise.all([
      api.get<{ groups: GroupForStaff[] }>('/fleet/groups'),
      api.get<{ tags: { tag: string }[] }>('/fleet/tags'),
    ]);
    this.groups = groups.groups;
    this.tags = tags.tags.map(({ tag }) => tag);
  }

  /** Below this desk's region. */
  choices(kind: Exclude<ProgrammeTarget['kind'], 'screen'>): { value: string; name: string }[] {
    switch (kind) {
      case 'region':
        return where.reachable.filter(({ path }) => path.startsWith(where.path)).map(({ code, name }) => ({ value: code, name }));
      case 'station':
        return where.stations.map(({ id, name }) => ({ value: id, name }));
      case 'group':
        return this.groups.filter(({ regionCode }) => isHere(regionCode)).map(({ id, name }) => ({ value: id, name }));
      case 'tag':
        return this.tags.map((tag) => ({ value: tag, name: tag }));
    }
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
        const found = this.#screens.of(target.screenId);
        if (found === undefined) return '…';
        return found ? screenWords(found) : m.prog_target_gone();
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
