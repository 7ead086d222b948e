import type { ScreenForStaff } from '#server/contract/screens.ts';
import { api } from '$lib/api.ts';

export interface ChosenScreen {
  id: string;
  name: string;
  station: { id: string; name: string };
}

/** Screens that somebody may ask about, by station. */
export class ScreenChoice {
  all = $state.raw<ChosenScreen[]>([]);

  async load(): Promise<void> {
    const screens = await api.get<ScreenForStaff[]>('/screens');
    this.all = screens.map(({ id, glass, station }) => ({ id, name: glass.name, station: { id: station.id, name: station.name } }));
  }

  get stations(): { id: string; name: string }[] {
    return [...new Map(this.all.map(({ station }) => [station.id, station])).values()];
  }
}
