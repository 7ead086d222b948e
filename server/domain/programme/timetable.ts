import { isOpenAt, type OpenHours } from '../screen/opening-hours.ts';

/** Times of the station's own zone, HH:MM. `to` before `from` goes over midnight and belongs to the day it began on; 24:00 ends a day. */
export interface Daypart {
  readonly from: string;
  readonly to: string;
}

/** What a holiday does to a schedule: nothing, keeps it away, is the only time for it, or counts as a Sunday. */
export const holidayRules = ['as-usual', 'never', 'only', 'as-sunday'] as const;
export type HolidayRule = (typeof holidayRules)[number];
/** 调休, a Saturday or Sunday that is worked: what its weekday says, or like Monday to Friday. */
export const swappedRules = ['as-weekday', 'as-workday'] as const;
export type SwappedRule = (typeof swappedRules)[number];

/** From the whole country down to one glass: what was meant for fewer screens was meant for this one. */
export const nearness = { region: 0, station: 100, tag: 200, group: 300, screen: 400 } as const;

/** When a schedule holds, in the zone of whatever wall it hangs on. */
export interface ScheduleRule {
  /** None: the whole day. */
  dayparts: Daypart[];
  /** 1 is Monday. None: every day. */
  weekdays: number[];
  /** YYYY-MM-DD, both included. */
  fromDay?: string | undefined;
  untilDay?: string | undefined;
  onHoliday: HolidayRule;
  onSwapped: SwappedRule;
  /** Only while the station is open. */
  stationHours: boolean;
}

/** One schedule as a screen holds it: which playlist, when, and what it may push aside. */
export interface TimetableEntry extends ScheduleRule {
  id: string;
  name: string;
  playlistId: string;
  /** Higher goes first. */
  priority: number;
  /** See `nearness`; a region deeper in the tree is nearer. */
  nearness: number;
  /** When it was last changed, ISO 8601: of two alike, the later decision holds. */
  since: string;
}

export interface Timetable {
  /** In order of precedence: see `byPrecedence`. */
  entries: TimetableEntry[];
  /** YYYY-MM-DD; left out where no entry asks. */
  holidays?: string[] | undefined;
  workdays?: string[] | undefined;
}

/** A wall's own day and time, as its clock shows it. */
export interface LocalTime {
  /** YYYY-MM-DD */
  day: string;
  /** HH:MM */
  time: string;
}

/** Why an entry does not hold at a time. */
export type OffReason =
  | 'BEFORE_ITS_DATES'
  | 'AFTER_ITS_DATES'
  | 'OTHER_WEEKDAY'
  | 'HOLIDAY'
  | 'NO_HOLIDAY'
  | 'OTHER_HOURS'
  | 'STATION_CLOSED';
/** By what one entry goes before another; the last is a tie between two that were changed in the same moment. */
export type Precedence = 'priority' | 'nearness' | 'since' | 'id';

export type Verdict = { kind: 'plays' } | { kind: 'pushed-aside'; by: string; because: Precedence } | { kind: 'off'; why: OffReason };

export interface Candidate {
  entry: TimetableEntry;
  verdict: Verdict;
}

export interface Decision {
  /** Absent: the rotation of all job pages. */
  playing?: TimetableEntry;
  candidates: Candidate[];
}

type Ranked = Pick<TimetableEntry, 'id' | 'priority' | 'nearness' | 'since'>;

/** The tie rule: the higher priority, then the nearer target, then what was changed last, then the id, so that no two walls ever differ. */
export function precedence(a: Ranked, b: Ranked): { order: number; because: Precedence } {
  if (a.priority !== b.priority) return { order: b.priority - a.priority, because: 'priority' };
  if (a.nearness !== b.nearness) return { order: b.nearness - a.nearness, because: 'nearness' };
  if (a.since !== b.since) return { order: a.since > b.since ? -1 : 1, because: 'since' };
  return { order: a.id < b.id ? -1 : a.id > b.id ? 1 : 0, because: 'id' };
}

export const byPrecedence = (a: Ranked, b: Ranked): number => precedence(a, b).order;

/** What plays at a wall's own time, and why everything else does not. The same on server, studio and player. */
export function whatPlays(timetable: Timetable, at: LocalTime, hours: readonly OpenHours[]): Decision {
  const ordered = [...timetable.entries].sort(byPrecedence);
  let playing: TimetableEntry | undefined;
  const candidates = ordered.map((entry): Candidate => {
    const why = whyOff(entry, timetable, at, hours);
    if (why !== undefined) return { entry, verdict: { kind: 'off', why } };
    if (playing !== undefined)
      return { entry, verdict: { kind: 'pushed-aside', by: playing.id, because: precedence(playing, entry).because } };
    playing = entry;
    return { entry, verdict: { kind: 'plays' } };
  });
  return playing === undefined ? { candidates } : { playing, candidates };
}

/** The player's short way: the first that holds. */
export function playingAt(timetable: Timetable, at: LocalTime, hours: readonly OpenHours[]): TimetableEntry | undefined {
  return [...timetable.entries].sort(byPrecedence).find((entry) => whyOff(entry, timetable, at, hours) === undefined);
}

/** @returns nothing where it holds */
export function whyOff(
  entry: ScheduleRule,
  calendar: Pick<Timetable, 'holidays' | 'workdays'>,
  at: LocalTime,
  hours: readonly OpenHours[],
): OffReason | undefined {
  const parts = entry.dayparts.length === 0 ? wholeDay : entry.dayparts;
  const yesterday = addDays(at.day, -1);
  const evening = parts.some(({ from, to }) => (from < to ? at.time >= from && at.time < to : at.time >= from));
  const smallHours = parts.some(({ from, to }) => from > to && at.time < to);
  const today = evening ? whyNotOn(entry, calendar, at.day) : undefined;
  const before = smallHours ? whyNotOn(entry, calendar, yesterday) : undefined;
  const holds = (evening && today === undefined) || (smallHours && before === undefined);
  if (!holds) return today ?? before ?? whyNotOn(entry, calendar, at.day) ?? 'OTHER_HOURS';
  return entry.stationHours && !isOpenAt(hours, { dayOfWeek: weekdayOf(at.day), time: at.time }) ? 'STATION_CLOSED' : undefined;
}

const wholeDay: readonly Daypart[] = [{ from: '00:00', to: '24:00' }];

/** Whether the day is one of the entry's, whatever the hour. */
function whyNotOn(
  { fromDay, untilDay, weekdays, onHoliday, onSwapped }: ScheduleRule,
  { holidays = [], workdays = [] }: Pick<Timetable, 'holidays' | 'workdays'>,
  day: string,
): OffReason | undefined {
  if (fromDay !== undefined && day < fromDay) return 'BEFORE_ITS_DATES';
  if (untilDay !== undefined && day > untilDay) return 'AFTER_ITS_DATES';
  const isHoliday = holidays.includes(day);
  if (isHoliday && onHoliday === 'never') return 'HOLIDAY';
  if (onHoliday === 'only') return isHoliday ? undefined : 'NO_HOLIDAY';
  if (weekdays.length === 0) return undefined;
  if (isHoliday && onHoliday === 'as-sunday') return weekdays.includes(7) ? undefined : 'HOLIDAY';
  if (onSwapped === 'as-workday' && workdays.includes(day)) return weekdays.some((one) => one <= 5) ? undefined : 'OTHER_WEEKDAY';
  return weekdays.includes(weekdayOf(day)) ? undefined : 'OTHER_WEEKDAY';
}

/** 1 is Monday, as ISO 8601 counts. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** A day of the calendar, whatever a zone's clock does in it. */
export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}
