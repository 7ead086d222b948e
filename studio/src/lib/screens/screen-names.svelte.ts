import { mostNamed, type ScreenChoice, type ScreenChoices } from '#server/contract/screen-list.ts';
import { api } from '$lib/api.ts';
import { notice } from '$lib/kit-studio/notices.svelte.ts';

/** Screens that a page names here and there among thousands: those that are met are looked up together, and kept. */
export class ScreenNames {
  #known = $state.raw<ReadonlyMap<string, ScreenChoice | undefined>>(new Map());
  readonly #asked = new Set<string>();
  #wanted: string[] = [];

  /** Undefined while it is looked up; null where nobody may see it or it is gone. */
  of(id: string): ScreenChoice | null | undefined {
    if (this.#known.has(id)) return this.#known.get(id) ?? null;
    if (!this.#asked.has(id)) {
      this.#asked.add(id);
      this.#wanted.push(id);
      if (this.#wanted.length === 1) queueMicrotask(() => void this.#look());
    }
    return undefined;
  }

  async #look(): Promise<void> {
    const ids = this.#wanted;
    this.#wanted = [];
    for (let from = 0; from < ids.length; from += mostNamed) {
      const some = ids.slice(from, from + mostNamed);
      try {
        const { choices } = await api.get<ScreenChoices>('/screens/choices', { ids: some.join(',') });
        const found = new Map(choices.map((choice) => [choice.id, choice]));
        this.#known = new Map([...this.#known, ...some.map((id) => [id, found.get(id)] as const)]);
      } catch (error) {
        for (const id of some) this.#asked.delete(id);
        notice.problem(error);
      }
    }
  }
}

export const screenWords = ({ name, station }: Pick<ScreenChoice, 'name' | 'station'>): string => `${station.name} · ${name}`;
