import { date, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { workSides } from '../../domain/figures/at-work.ts';
import { instant } from '../types.ts';

/** 到岗: who says that one person worked on one day. Both sides together make somebody “at work”; one alone does not. */
export const workWords = pgTable(
  'work_words',
  {
    grabId: text().notNull(),
    /** In the station's zone. */
    day: date().notNull(),
    side: text({ enum: workSides }).notNull(),
    /** Who put it down; of the person's side the person, or a clerk to whom they said it. */
    saidBy: text().notNull(),
    saidAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.grabId, t.day, t.side] }), index('work_words_day').on(t.day)],
);
