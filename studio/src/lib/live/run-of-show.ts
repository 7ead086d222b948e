/** What an item takes when nobody has said: enough for a job's facts and a question. */
export const usualMinutes = 5;

export interface Timed {
  plannedMinutes: number | null;
}

export interface RunRow {
  /** When it begins by the plan, ms since the epoch. */
  startMs: number;
  /** From the first item to this one's end. */
  totalMinutes: number;
  /** It ends after the episode's planned length. */
  over: boolean;
}

/** Clock time and running total of each item, against the episode's planned length. */
export function runOfShow(items: readonly Timed[], episode: { startMs: number; minutes: number }): RunRow[] {
  let total = 0;
  return items.map(({ plannedMinutes }) => {
    const startMs = episode.startMs + total * 60_000;
    total += plannedMinutes ?? usualMinutes;
    return { startMs, totalMinutes: total, over: total > episode.minutes };
  });
}
