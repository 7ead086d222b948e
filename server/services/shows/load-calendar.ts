import type { Database, Tx } from '../../db/database.ts';
import { calendarDays } from '../../db/schema/shows.ts';
import { type Calendar, calendarOf } from '../../domain/show/calendar.ts';
import { days2026 } from '../../domain/show/days-2026.ts';

/** What series go by: shipped days, and what was entered over them. */
export async function loadCalendar(db: Database | Tx): Promise<Calendar> {
  return calendarOf(days2026, await db.select().from(calendarDays));
}
