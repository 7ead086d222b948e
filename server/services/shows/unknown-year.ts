import { eq } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { shows } from '../../db/schema/live.ts';
import { unknownYears } from '../../domain/show/calendar.ts';
import { dayOf } from '../../domain/show/recurrence.ts';
import { goesByCalendar } from '../../domain/show/rules.ts';
import type { EpisodeRow } from '../live/episode-row.ts';
import { loadCalendar } from './load-calendar.ts';

/** The year of an episode to come, where its series goes by holidays that nobody has entered yet. */
export async function unknownYearOf(db: Database, { showId, state, plannedAt }: EpisodeRow): Promise<number | null> {
  if (showId === null || state !== 'planned') return null;
  const [show] = await db.select().from(shows).where(eq(shows.id, showId));
  if (!show || !goesByCalendar(show)) return null;
  const day = dayOf(plannedAt, show.timeZone);
  return unknownYears(await loadCalendar(db), { from: day, until: day })[0] ?? null;
}
