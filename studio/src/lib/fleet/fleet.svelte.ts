import { SvelteSet } from 'svelte/reactivity';
import type { FleetScreen, FleetStation, FleetTurns, FleetView, GroupForStaff } from '#server/contract/fleet.ts';
import { api } from '$lib/api.ts';
import { where } from '$lib/desk/where.svelte.ts';
import { byGravity, countStates, type Filter, matches, noFilter, type Row, rowState } from './filter.ts';

/** Names, tags and groups that colleagues change are seen after this at the latest; what turns is seen within seconds. */
const allEveryMs = 60_000;

/** The screens I look after: all once, then what has turned. */
export class Fleet {
  loaded = $state(false);
  stations = $state.raw<FleetStation[]>([]);
  groups = $state.raw<GroupForStaff[]>([]);
  filter = $state<Filter>({ ...noFilter });
  /** Ids of the screens that are picked. */
  readonly picked = new SvelteSet<string>();
  #screens = $state.raw<FleetScreen[]>([]);
  /** In use anywhere, where the page knows one screen alone. */
  #tags = $state.raw<string[]>([]);
  readonly #only: (() => string) | undefined;
  #at = '';
  #allAtMs = 0;

  readonly rows = $derived.by(() => {
    const stations = new Map(this.stations.map((station) => [station.id, station]));
    const paths = new Map(where.regions.map(({ code, path }) => [code, path]));
    return byGravity(
      this.#screens.flatMap((screen): Row[] => {
        const station = stations.get(screen.stationId);
        return station ? [{ ...screen, station, regionPath: paths.get(station.regionCode) ?? '', shown: rowState(screen) }] : [];
      }),
    );
  });
  readonly found = $derived(this.rows.filter((row) => matches(row, this.filter)));
  readonly counts = $derived(countStates(this.rows));
  /** Picked, and still there. */
  readonly chosen = $derived(this.rows.filter(({ id }) => this.picked.has(id)));
  readonly tags = $derived(
    [...new Set([...this.#tags, ...this.#screens.flatMap(({ tags }) => tags)])].sort((a, b) => a.localeCompare(b, 'zh')),
  );
  readonly versions = $derived([...new Set(this.#screens.flatMap(({ appVersion }) => appVersion ?? []))].sort());
  readonly isFiltered = $derived(Object.entries(this.filter).some(([, value]) => value.length > 0));

  /** @param only the one screen that a page is about: thousands of others are not asked for */
  constructor(only?: () => string) {
    this.#only = only;
  }

  async load(): Promise<void> {
    const [view, { groups }, tagged] = await Promise.all([
      api.get<FleetView>('/fleet/screens', { id: this.#only?.() }),
      api.get<{ groups: GroupForStaff[] }>('/fleet/groups'),
      this.#only && api.get<{ tags: { tag: string }[] }>('/fleet/tags'),
    ]);
    this.#tags = tagged?.tags.map(({ tag }) => tag) ?? [];
    this.#screens = view.screens;
    this.stations = view.stations;
    this.groups = groups;
    this.#at = view.at;
    this.#allAtMs = Date.now();
    this.loaded = true;
  }

  /** What has turned since; all of it where screens have come or gone, or it has been a while. */
  async follow(): Promise<void> {
    const isAnother = this.#only !== undefined && !this.#screens.some(({ id }) => id === this.#only?.());
    if (!this.loaded || isAnother || Date.now() - this.#allAtMs > allEveryMs) return this.load();
    const { at, total, turned } = await api.get<FleetTurns>('/fleet/turns', { since: this.#at });
    if (this.#only === undefined && total !== this.#screens.length) return this.load();
    this.#at = at;
    if (turned.length === 0) return;
    const news = new Map(turned.map((each) => [each.id, each]));
    this.#screens = this.#screens.map((screen) => ({ ...screen, ...news.get(screen.id) }));
  }

  clearFilter(): void {
    this.filter = { ...noFilter };
  }

  pickFound(picked: boolean): void {
    for (const { id } of this.found) {
      if (picked) this.picked.add(id);
      else this.picked.delete(id);
    }
  }
}
