/** 串联单: which job is being pitched. Every change has the next number and is kept: chapters, card timing and the report come from it. */

export type EpisodeState = 'planned' | 'live' | 'away' | 'ended';

/** How long a step can be taken back. */
export const UNDO_MS = 5_000;

export interface Rundown {
  readonly state: EpisodeState;
  /** Items in order. */
  readonly items: readonly string[];
  readonly currentItemId: string | undefined;
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

export type RundownChangeKind = 'start' | 'next' | 'back' | 'undo' | 'away' | 'resume' | 'end';

export interface RundownChange {
  readonly seq: number;
  readonly kind: RundownChangeKind;
  readonly state: EpisodeState;
  readonly itemId: string | undefined;
  /** The item before, for a step that can be taken back. */
  readonly fromItemId?: string;
}

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
const isOn = (state: EpisodeState): boolean => state === 'live' || state === 'away';

export function decideStart(rundown: Rundown): Decision {
  if (isOn(rundown.state)) return { kind: 'unchanged' };
  if (rundown.state === 'ended') return refused({ code: 'EPISODE_STATE', state: rundown.state });
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
    },
  };
}

function decideUndo(rundown: Rundown, nowMs: number): Decision {
  const last = rundown.lastStep;
  if (!last || nowMs - last.atMs > UNDO_MS) return refused({ code: 'UNDO_TOO_LATE', seconds: UNDO_MS / 1000 });
  if (!rundown.items.includes(last.fromItemId)) return refused({ code: 'RUNDOWN_ITEM_GONE' });
  return { kind: 'change', change: { seq: rundown.seq + 1, kind: 'undo', state: rundown.state, itemId: last.fromItemId } };
}

export function decideEnd(rundown: Rundown): Decision {
  if (rundown.state === 'ended') return { kind: 'unchanged' };
  return { kind: 'change', change: { seq: rundown.seq + 1, kind: 'end', state: 'ended', itemId: undefined } };
}

/** The host is lost, or back. The item stays: the show goes on where it stopped. */
export function decidePresence(rundown: Rundown, presence: 'away' | 'live'): Decision {
  if (!isOn(rundown.state) || rundown.state === presence) return { kind: 'unchanged' };
  const kind = presence === 'away' ? 'away' : 'resume';
  return { kind: 'change', change: { seq: rundown.seq + 1, kind, state: presence, itemId: rundown.currentItemId } };
}

export interface RundownEntry {
  readonly id: string;
  readonly postingId: string;
}

/**
 * A rundown as the host has rearranged it: entries keep their id by posting, the one being pitched is never taken out from under the host (it
 * stays where it stood).
 * @param newId makes the id of an entry that was not there
 */
export function rearrange(input: {
  readonly entries: readonly RundownEntry[];
  readonly wanted: readonly string[];
  readonly currentItemId: string | undefined;
  readonly newId: () => string;
}): RundownEntry[] {
  const known = new Map(input.entries.map((entry) => [entry.postingId, entry]));
  const unique = [...new Set(input.wanted)];
  const arranged = unique.map((postingId) => known.get(postingId) ?? { id: input.newId(), postingId });
  const current = input.entries.find((entry) => entry.id === input.currentItemId);
  if (current && !unique.includes(current.postingId)) {
    const place = input.entries.indexOf(current);
    arranged.splice(Math.min(place, arranged.length), 0, current);
  }
  return arranged;
}
