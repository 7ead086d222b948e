/** 串联单: which job is being pitched. Every change has the next number and is kept: chapters, card timing and the report come from it. */

export type EpisodeState = 'planned' | 'live' | 'away' | 'ended' | 'cancelled';

/** How long a step can be taken back. */
export const UNDO_MS = 5_000;

export interface Rundown {
  readonly state: EpisodeState;
  /** Items in order. */
  readonly items: readonly string[];
  readonly currentItemId: string | undefined;
  /** 钉住: its card stays on the picture and on every phone while the talk goes on. */
  readonly pinnedItemId?: string | undefined;
  /** Number of the last change. */
  readonly seq: number;
  readonly lastStep: LastStep | undefined;
}

/** What the host did last, when it was a step that can be taken back. Being lost and coming back is nothing that a host does. */
export interface LastStep {
  /** Where it came from. */
  readonly fromItemId: string;
  /** ms since the Unix epoch. */
  readonly atMs: number;
}

export type RundownChangeKind = 'start' | 'next' | 'back' | 'undo' | 'insert' | 'pin' | 'unpin' | 'away' | 'resume' | 'end';

export interface RundownChange {
  readonly seq: number;
  readonly kind: RundownChangeKind;
  readonly state: EpisodeState;
  readonly itemId: string | undefined;
  /** The item before, for a step that can be taken back. */
  readonly fromItemId?: string;
  /** Absent when no card is pinned after it. */
  readonly pinnedItemId?: string;
}

/** Whose card everybody sees. */
export const shownItem = ({ itemId, pinnedItemId }: Pick<RundownChange, 'itemId' | 'pinnedItemId'>): string | undefined =>
  pinnedItemId ?? itemId;

export type RundownProblem =
  | { readonly code: 'EPISODE_STATE'; readonly state: EpisodeState }
  | { readonly code: 'RUNDOWN_EMPTY' }
  | { readonly code: 'RUNDOWN_AT_END' }
  | { readonly code: 'RUNDOWN_AT_START' }
  | { readonly code: 'RUNDOWN_ITEM_GONE' }
  | { readonly code: 'UNDO_TOO_LATE'; readonly seconds: number };

export type Decision =
  | { readonly kind: 'change'; readonly change: RundownChange }
  /** Asked twice, or from a page that saw an older state: nothing happens, and the answer is the state as it is. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly problem: RundownProblem };

const refused = (problem: RundownProblem): Decision => ({ kind: 'refused', problem });
/** A pinned card stays where it is until it is taken off, or its item goes. */
const stillPinned = ({ pinnedItemId, items }: Rundown) => (pinnedItemId && items.includes(pinnedItemId) ? { pinnedItemId } : {});
const isOn = (state: EpisodeState): boolean => state === 'live' || state === 'away';

export function decideStart(rundown: Rundown): Decision {
  if (isOn(rundown.state)) return { kind: 'unchanged' };
  if (rundown.state !== 'planned') return refused({ code: 'EPISODE_STATE', state: rundown.state });
  const [first] = rundown.items;
  if (first === undefined) return refused({ code: 'RUNDOWN_EMPTY' });
  return { kind: 'change', change: { seq: rundown.seq + 1, kind: 'start', state: 'live', itemId: first } };
}

/**
 * @param seenItemId the item that the host's page showed when the key was pressed. The item and not the number of the state: a host who was lost and
 * is back has made two states that the page may not have heard of, and a press must not vanish for that.
 */
export function decideStep(rundown: Rundown, step: 'next' | 'back' | 'undo', seenItemId: string | undefined, nowMs: number): Decision {
  if (!isOn(rundown.state)) return refused({ code: 'EPISODE_STATE', state: rundown.state });
  if (seenItemId !== rundown.currentItemId) return { kind: 'unchanged' };
  if (step === 'undo') return decideUndo(rundown, nowMs);
  const current = rundown.currentItemId;
  const at = current === undefined ? -1 : rundown.items.indexOf(current);
  const target = rundown.items[step === 'next' ? at + 1 : at - 1];
  if (target === undefined) return refused({ code: step === 'next' ? 'RUNDOWN_AT_END' : 'RUNDOWN_AT_START' });
  return {
    kind: 'change',
    change: {
      seq: rundown.seq + 1,
      kind: step,
      state: rundown.state,
      itemId: target,
      ...(current === undefined ? {} : { fromItemId: current }),
      ...stillPinned(rundown),
    },
  };
}

/** Keeps the card of one item up, or (undefined) lets the card follow the talk again. */
export function decidePin(rundown: Rundown, pinnedItemId: string | undefined): Decision {
  if (!isOn(rundown.state)) return refused({ code: 'EPISODE_STATE', state: rundown.state });
  if (pinnedItemId === rundown.pinnedItemId) return { kind: 'unchanged' };
  const change = { seq: rundown.seq + 1, state: rundown.state, itemId: rundown.currentItemId };
  if (pinnedItemId === undefined) return { kind: 'change', change: { ...change, kind: 'unpin' } };
  if (!rundown.items.includes(pinnedItemId)) return refused({ code: 'RUNDOWN_ITEM_GONE' });
  return { kind: 'change', change: { ...change, kind: 'pin', pinnedItemId } };
}

/** 插播: straight to an item that has just been put behind the current one. It can be taken back like a step, and ends a pin: its own card is wanted. */
export function decideInsert(rundown: Rundown, itemId: string): Decision {
  if (!isOn(rundown.state)) return refused({ code: 'EPISODE_STATE', state: rundown.state });
  const current = rundown.currentItemId;
  if (itemId === current && rundown.pinnedItemId === undefined) return { kind: 'unchanged' };
  const from = current === undefined || current === itemId ? {} : { fromItemId: current };
  return { kind: 'change', change: { seq: rundown.seq + 1, kind: 'insert', state: rundown.state, itemId, ...from } };
}

function decideUndo(rundown: Rundown, nowMs: number): Decision {
  const last = rundown.lastStep;
  if (!last || nowMs - last.atMs > UNDO_MS) return refused({ code: 'UNDO_TOO_LATE', seconds: UNDO_MS / 1000 });
  if (!rundown.items.includes(last.fromItemId)) return refused({ code: 'RUNDOWN_ITEM_GONE' });
  return {
    kind: 'change',
    change: { seq: rundown.seq + 1, kind: 'undo', state: rundown.state, itemId: last.fromItemId, ...stillPinned(rundown) },
  };
}

export function decideEnd(rundown: Rundown): Decision {
  if (rundown.state === 'ended') return { kind: 'unchanged' };
  if (rundown.state === 'cancelled') return refused({ code: 'EPISODE_STATE', state: rundown.state });
  return { kind: 'change', change: { seq: rundown.seq + 1, kind: 'end', state: 'ended', itemId: undefined } };
}

/** The host is lost, or back. The item stays: the show goes on where it stopped. */
export function decidePresence(rundown: Rundown, presence: 'away' | 'live'): Decision {
  if (!isOn(rundown.state) || rundown.state === presence) return { kind: 'unchanged' };
  const kind = presence === 'away' ? 'away' : 'resume';
  return {
    kind: 'change',
    change: { seq: rundown.seq + 1, kind, state: presence, itemId: rundown.currentItemId, ...stillPinned(rundown) },
  };
}

export interface RundownEntry {
  readonly id: string;
  /** Undefined: a segment. */
  readonly postingId: string | undefined;
}

/** What the editor wants at one place: an entry by its id, or a job by its posting, or something new. */
export interface WantedEntry {
  readonly id?: string | undefined;
  readonly postingId?: string | undefined;
}

export interface ArrangedEntry<Wanted> {
  readonly entry: RundownEntry;
  /** What the editor said of it; undefined when it was put back. */
  readonly wanted: Wanted | undefined;
}

/**
 * A rundown as it has been rearranged. A job is in it once, and keeps its entry. What has been on air is a chapter of the replay: it can't be taken
 * out (it is put back where it stood), and stays in the order in which it stood.
 * @param aired ids of what has been on air, the current one included
 * @param newId makes the id of an entry that was not there
 */
export function rearrange<Wanted extends WantedEntry>(input: {
  readonly entries: readonly RundownEntry[];
  readonly wanted: readonly Wanted[];
  readonly aired: ReadonlySet<string>;
  readonly newId: () => string;
}): ArrangedEntry<Wanted>[] {
  const { entries, aired } = input;
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const byPosting = new Map(entries.flatMap((entry) => (entry.postingId === undefined ? [] : [[entry.postingId, entry] as const])));
  const used = new Set<string>();
  const postings = new Set<string>();
  const arranged: ArrangedEntry<Wanted>[] = [];
  for (const wanted of input.wanted) {
    const held = wanted.id === undefined ? undefined : byId.get(wanted.id);
    // An id of another posting's entry is a mistake; the posting counts.
    const known =
      held && held.postingId === wanted.postingId ? held : wanted.postingId === undefined ? undefined : byPosting.get(wanted.postingId);
    const entry = known ?? { id: input.newId(), postingId: wanted.postingId };
    if (used.has(entry.id) || (entry.postingId !== undefined && postings.has(entry.postingId))) continue;
    used.add(entry.id);
    if (entry.postingId !== undefined) postings.add(entry.postingId);
    arranged.push({ entry, wanted });
  }
  entries.forEach((entry, place) => {
    if (aired.has(entry.id) && !used.has(entry.id)) arranged.splice(Math.min(place, arranged.length), 0, { entry, wanted: undefined });
  });
  return inAiredOrder(arranged, entries, aired);
}

/** The places of what has been on air are filled in the order in which it stood. */
function inAiredOrder<Wanted>(
  arranged: readonly ArrangedEntry<Wanted>[],
  entries: readonly RundownEntry[],
  aired: ReadonlySet<string>,
): ArrangedEntry<Wanted>[] {
  const place = new Map(entries.map((entry, index) => [entry.id, index]));
  const inOrder = arranged
    .filter(({ entry }) => aired.has(entry.id))
    .sort((a, b) => (place.get(a.entry.id) ?? 0) - (place.get(b.entry.id) ?? 0));
  return arranged.map((one) => (aired.has(one.entry.id) ? (inOrder.shift() ?? one) : one));
}
