import { date, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { dayKinds } from '../../domain/show/calendar.ts';
import { instant } from '../types.ts';

/** 节假日和调休 as an administrator entered them: they lie over those that are shipped (domain/show/days-2026.ts). */
export const calendarDays = pgTable('calendar_days', {
  day: date().primaryKey(),
  kind: text({ enum: dayKinds }).notNull(),
  name: text().notNull(),
  /** Where it was published, and when. */
  source: text().notNull(),
  publishedOn: date().notNull(),
  editedBy: text().notNull(),
  editedAt: instant().notNull(),
});

/** 提醒我: who wants a text before one episode. Deleted when the episode is over. */
export const showReminders = pgTable(
  'show_reminders',
  {
    id: text().primaryKey(),
    episodeId: text().notNull(),
    seekerId: text().notNull(),
    minutesBefore: integer().notNull(),
    createdAt: instant().notNull(),
    /** When a text was handed to the carrier, or is just about to be: one a fact. */
    startingTextAt: instant(),
    cancelledTextAt: instant(),
  },
  (t) => [uniqueIndex('show_reminders_once').on(t.episodeId, t.seekerId), index('show_reminders_seeker').on(t.seekerId)],
);
