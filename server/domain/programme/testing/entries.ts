import type { TimetableEntry } from '../timetable.ts';

/** A schedule that always holds, but for what is said of it. */
export const entry = (change: Partial<TimetableEntry> = {}): TimetableEntry => ({
  id: 'one',
  name: '排期',
  playlistId: 'list',
  priority: 0,
  nearness: 0,
  since: '2026-11-01T00:00:00Z',
  dayparts: [],
  weekdays: [],
  onHoliday: 'as-usual',
  onSwapped: 'as-weekday',
  stationHours: false,
  ...change,
});
