import type { Temporal } from 'temporal-polyfill';
import type { Occurrence } from './occurrences.ts';
import { dayOf } from './recurrence.ts';
import type { CancelledBy } from './rules.ts';

/** An episode of the series that is there already. */
export interface MadeEpisode {
  id: string;
  occursAt: Temporal.Instant;
  state: 'planned' | 'live' | 'away' | 'ended' | 'cancelled';
  cancelledBy: CancelledBy | null;
  question: string | null;
  /** Moved, cancelled or settled by a person. */
  byHand: boolean;
}

export type EpisodeStep =
  | { kind: 'make'; occurrence: Occurrence }
  /** The series has another hour on that day now. What a person has moved or cancelled stays as the person left it. */
  | { kind: 'shift'; id: string; occurrence: Occurrence; keepsTime: boolean }
  | { kind: 'take-off'; id: string; holiday: string }
  | { kind: 'put-back'; id: string }
  | { kind: 'ask'; id: string; holiday: string }
  /** The series has no such date any more. */
  | { kind: 'drop'; id: string };

/**
 * What must be done so that the episodes of a series are what its rule, the calendar and people say. Done twice it finds nothing to do.
 * @param made those of the same time span as `wanted`
 */
export function keepAhead(input: { wanted: readonly Occurrence[]; made: readonly MadeEpisode[]; timeZone: string }): EpisodeStep[] {
  const at = (instant: Temporal.Instant) => instant.epochMilliseconds;
  const byTime = new Map(input.made.map((episode) => [at(episode.occursAt), episode]));
  const lost = input.made.filter((episode) => !input.wanted.some((occurrence) => at(occurrence.at) === at(episode.occursAt)));
  const steps: EpisodeStep[] = [];
  for (const occurrence of input.wanted) {
    const episode = byTime.get(at(occurrence.at));
    if (episode) {
      steps.push(...settle(episode, occurrence));
      continue;
    }
    const day = dayOf(occurrence.at, input.timeZone);
    const sameDay = lost.findIndex((one) => mayShift(one) && dayOf(one.occursAt, input.timeZone) === day);
    const [moved] = sameDay === -1 ? [] : lost.splice(sameDay, 1);
    if (moved === undefined) steps.push({ kind: 'make', occurrence });
    else steps.push({ kind: 'shift', id: moved.id, occurrence, keepsTime: moved.byHand }, ...settle(moved, occurrence));
  }
  // What people have settled stays, though the series no longer has the date.
  for (const { id } of lost.filter((episode) => !episode.byHand && mayShift(episode))) steps.push({ kind: 'drop', id });
  return steps;
}

const mayShift = ({ state }: MadeEpisode) => state === 'planned' || state === 'cancelled';

function settle(episode: MadeEpisode, { fate, holiday }: Occurrence): EpisodeStep[] {
  const { id } = episode;
  if (episode.byHand || !mayShift(episode)) return [];
  const isOff = episode.state === 'cancelled';
  if (fate === 'off') return isOff ? [] : [{ kind: 'take-off', id, holiday: holiday?.name ?? '' }];
  if (fate === 'asked') return episode.question !== null && !isOff ? [] : [{ kind: 'ask', id, holiday: holiday?.name ?? '' }];
  return isOff || episode.question !== null ? [{ kind: 'put-back', id }] : [];
}
