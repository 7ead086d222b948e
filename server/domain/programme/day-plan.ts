import type { OpenHours } from '../screen/opening-hours.ts';
import {
  addDays,
  type LocalTime,
  type Precedence,
  playingAt,
  precedence,
  type Timetable,
  type TimetableEntry,
  whyOff,
} from './timetable.ts';

/** From one time of a day until the next one at which something else plays. */
export interface Stretch {
  from: string;
  /** 24:00 at the end of the day. */
  to: string;
  /** Absent: the rotation of all job pages. */
  playing?: TimetableEntry;
}

/** The moments of a day at which what plays can change. */
export function edgesOf(entries: readonly Pick<TimetableEntry, 'dayparts' | 'stationHours'>[], hours: readonly OpenHours[]): string[] {
  const parts = entries.flatMap(({ dayparts }) => dayparts.flatMap(({ from, to }) => [from, to]));
  const opening = entries.some(({ stationHours }) => stationHours) ? hours.flatMap(({ open, close }) => [open, close]) : [];
  return [...new Set(['00:00', ...parts, ...opening])].filter((time) => time < '24:00').sort();
}

/** A whole day of one wall, in the order of its hours. */
export function planDay(timetable: Timetable, day: string, hours: readonly OpenHours[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const time of edgesOf(timetable.entries, hours)) {
    const playing = playingAt(timetable, { day, time }, hours);
    const last = stretches.at(-1);
    if (last?.playing?.id === playing?.id && last !== undefined) continue;
    if (last !== undefined) last.to = time;
    stretches.push({ from: time, to: '24:00', ...(playing === undefined ? {} : { playing }) });
  }
  return stretches;
}

/** Whether an entry holds at any time between two of a wall's own, whatever goes before it. */
export function holdsBetween(
  entry: TimetableEntry,
  calendar: Pick<Timetable, 'holidays' | 'workdays'>,
  { from, to, hours }: { from: LocalTime; to: LocalTime; hours: readonly OpenHours[] },
): boolean {
  const times = edgesOf([entry], hours);
  for (let { day } = from; day <= to.day; day = addDays(day, 1)) {
    const after = day === from.day ? [from.time, ...times.filter((time) => time > from.time)] : times;
    const within = day === to.day ? after.filter((time) => time < to.time) : after;
    if (within.some((time) => whyOff(entry, calendar, { day, time }, hours) === undefined)) return true;
  }
  return false;
}

/** Two schedules that want the same wall at the same time, and which of them gets it. */
export interface Clash {
  with: TimetableEntry;
  /** The first such moment. */
  at: LocalTime;
  wins: boolean;
  because: Precedence;
}

/** How far ahead a clash matters to somebody who is about to save. */
export const clashDays = 35;

/** Said before a schedule is saved: whom it would meet on this wall in the weeks to come. */
export function clashesOf(
  entry: TimetableEntry,
  others: readonly TimetableEntry[],
  { calendar, hours, today }: { calendar: Pick<Timetable, 'holidays' | 'workdays'>; hours: readonly OpenHours[]; today: string },
): Clash[] {
  return others.flatMap((other) => {
    const at = firstMeeting(entry, other, { calendar, hours, today });
    if (at === undefined) return [];
    const { order, because } = precedence(entry, other);
    return [{ with: other, at, wins: order < 0, because }];
  });
}

function firstMeeting(
  a: TimetableEntry,
  b: TimetableEntry,
  { calendar, hours, today }: { calendar: Pick<Timetable, 'holidays' | 'workdays'>; hours: readonly OpenHours[]; today: string },
): LocalTime | undefined {
  const times = edgesOf([a, b], hours);
  for (let ahead = 0; ahead < clashDays; ahead += 1) {
    const day = addDays(today, ahead);
    for (const time of times) {
      const at = { day, time };
      if (whyOff(a, calendar, at, hours) === undefined && whyOff(b, calendar, at, hours) === undefined) return at;
    }
  }
  return undefined;
}
