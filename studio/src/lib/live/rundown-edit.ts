import type { EpisodeForHost, RundownItemOnWire, SetRundown } from '#server/contract/live.ts';

export type Draft = SetRundown['items'][number];

/** One editor's change, made on whatever the rundown is by then: of two who edit at once, nobody writes over the other. */
export type Edit = (items: readonly RundownItemOnWire[]) => Draft[];

/** An item as it is: what is not said of it stays. */
export function asIs(item: RundownItemOnWire): Draft {
  if (item.postingId !== null) return { id: item.id, postingId: item.postingId };
  return { id: item.id, segment: item.segment ?? 'notice', title: item.title ?? '' };
}

/** @param after the item behind which they come; undefined: at the end */
export const insert =
  (added: readonly Draft[], after?: string | null): Edit =>
  (items) => {
    const held = new Set(items.flatMap((item) => item.postingId ?? []));
    const fresh = added.filter((draft) => !('postingId' in draft && held.has(draft.postingId)));
    const at = items.findIndex((item) => item.id === after);
    const place = at === -1 ? items.length : at + 1;
    return [...items.slice(0, place).map(asIs), ...fresh, ...items.slice(place).map(asIs)];
  };

export const takeOut =
  (id: string): Edit =>
  (items) =>
    items.filter((item) => item.id !== id).map(asIs);

/** Before another item, or to the end. An item that is gone by now is not brought back. */
export const moveBefore =
  (id: string, before: string | undefined): Edit =>
  (items) => {
    const moved = items.find((item) => item.id === id);
    const rest = items.filter((item) => item.id !== id);
    const at = rest.findIndex((item) => item.id === before);
    const place = at === -1 ? rest.length : at;
    return [...rest.slice(0, place), ...(moved ? [moved] : []), ...rest.slice(place)].map(asIs);
  };

export interface ItemWords {
  notes: string;
  guests: string;
  title: string;
  plannedMinutes: number | null;
}
export const wordsOf = ({ notes, guests, title, plannedMinutes }: RundownItemOnWire): ItemWords => ({
  notes: notes ?? '',
  guests: guests ?? '',
  title: title ?? '',
  plannedMinutes,
});

/** An item that is to be there again, or in another episode, with these words. */
export function anew({ postingId, segment }: RundownItemOnWire, { notes, guests, title, plannedMinutes }: ItemWords): Draft {
  const said = { ...(notes ? { notes } : {}), ...(guests ? { guests } : {}), ...(plannedMinutes ? { plannedMinutes } : {}) };
  return postingId === null ? { ...said, segment: segment ?? 'notice', title } : { ...said, postingId };
}

/** Somebody else has written into the same field: both texts are there, and the editor chooses. */
export class WordsClash extends Error {
  override readonly name = 'WordsClash';
  readonly theirs: ItemWords;
  constructor(theirs: ItemWords) {
    super('somebody else has written here');
    this.theirs = theirs;
  }
}

/** @throws WordsClash when a field that is changed is no longer what the editor saw */
export const reword =
  (id: string, { seen, words }: { seen: ItemWords; words: ItemWords }): Edit =>
  (items) =>
    items.map((item) => {
      if (item.id !== id) return asIs(item);
      const now = wordsOf(item);
      const changed = (Object.keys(words) as (keyof ItemWords)[]).filter((field) => words[field] !== seen[field]);
      if (changed.some((field) => now[field] !== seen[field] && now[field] !== words[field])) throw new WordsClash(now);
      const draft = asIs(item);
      const { notes, guests, title, plannedMinutes } = words;
      return {
        ...draft,
        ...(changed.includes('notes') ? { notes } : {}),
        ...(changed.includes('guests') ? { guests } : {}),
        ...(changed.includes('plannedMinutes') ? { plannedMinutes } : {}),
        ...('segment' in draft && changed.includes('title') && title !== '' ? { title } : {}),
      };
    });

const mostTries = 4;

/** What storing needs of the page and the server. */
export interface RundownStore {
  readonly episode: EpisodeForHost | undefined;
  setRundown(change: SetRundown): Promise<void>;
  load(): Promise<void>;
}

/**
 * Stores an edit on the rundown that the page holds; when somebody was faster, on theirs.
 * @throws WordsClash, ApiProblem
 */
export async function store(desk: RundownStore, edit: Edit, isOvertaken: (error: unknown) => boolean): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { episode } = desk;
    if (!episode) return;
    try {
      await desk.setRundown({ revision: episode.rundownRevision, items: edit(episode.rundown) });
      return;
    } catch (error) {
      if (!isOvertaken(error) || tries >= mostTries) throw error;
      await desk.load();
    }
  }
}
