import type { Play } from './played.ts';

/** A sum for one day, hour by hour, of one thing on one screen. */
export interface DaySum {
  day: string;
  kind: 'screen' | 'jobs' | 'posting' | 'content' | 'station' | 'show' | 'takeover';
  subject: string;
  plays: number[];
  ms: number[];
  firstAtMs: number;
  lastAtMs: number;
}

/** Where an instant falls in the station's zone, and when that hour ends. */
export interface HourOf {
  day: string;
  hour: number;
  endsAtMs: number;
}

export const hoursOfDay = 24;

/**
 * Adds plays up by day, hour and what stood on the glass. A play counts in the hour in which it began; its time goes to each hour that it
 * stood in, to the millisecond.
 * @param hourOf of the screen's station
 */
export function sumByDay(plays: readonly Play[], hourOf: (ms: number) => HourOf): DaySum[] {
  const sums = new Map<string, DaySum>();
  const add = (at: HourOf, of: Pick<DaySum, 'kind' | 'subject'>, piece: { plays: number; fromMs: number; toMs: number }) => {
    const key = `${at.day} ${of.kind} ${of.subject}`;
    let sum = sums.get(key);
    if (sum === undefined) {
      const zeros = () => new Array<number>(hoursOfDay).fill(0);
      sum = { day: at.day, ...of, plays: zeros(), ms: zeros(), firstAtMs: piece.fromMs, lastAtMs: piece.toMs };
      sums.set(key, sum);
    }
    sum.plays[at.hour] = (sum.plays[at.hour] ?? 0) + piece.plays;
    sum.ms[at.hour] = (sum.ms[at.hour] ?? 0) + piece.toMs - piece.fromMs;
    sum.firstAtMs = Math.min(sum.firstAtMs, piece.fromMs);
    sum.lastAtMs = Math.max(sum.lastAtMs, piece.toMs);
  };
  for (const play of plays) {
    const subjects = subjectsOf(play.slide);
    const endMs = play.startedAtMs + play.durationMs;
    let fromMs = play.startedAtMs;
    let plays = 1;
    do {
      const at = hourOf(fromMs);
      const toMs = Math.min(endMs, at.endsAtMs);
      for (const subject of subjects) add(at, subject, { plays, fromMs, toMs });
      fromMs = toMs;
      plays = 0;
    } while (fromMs < endMs);
  }
  return [...sums.values()];
}

function subjectsOf(slide: Play['slide']): Pick<DaySum, 'kind' | 'subject'>[] {
  const glass = { kind: 'screen' as const, subject: '' };
  const rows = slide.postingIds.map((subject) => ({ kind: 'posting' as const, subject }));
  if (slide.kind === 'jobs') return [glass, { kind: 'jobs', subject: '' }, ...rows];
  if (slide.kind === 'station') return [glass, { kind: 'station', subject: '' }];
  return [glass, { kind: slide.kind, subject: slide.subject ?? slide.id }, ...rows];
}
