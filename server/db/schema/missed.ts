import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../types.ts';

export const missedStates = ['receiving', 'received', 'filling', 'filled', 'failed'] as const;

/** A stretch of the program that never reached the server, and comes afterwards from the host's own recording. */
export const missedStretches = pgTable(
  'missed_stretches',
  {
    id: text().primaryKey(),
    episodeId: text().notNull(),
    /** On the program's clock, ms. */
    fromMs: integer().notNull(),
    toMs: integer().notNull(),
    /** Where time 0 of what is sent stands on that clock, ms. */
    zeroMs: integer().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    pieces: integer().notNull(),
    state: text({ enum: missedStates }).notNull(),
    /** Of the work on it, 0–100. */
    percent: integer().notNull().default(0),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    /** When something last became of it: a piece came, or it was worked on. */
    touchedAt: instant().notNull(),
  },
  (t) => [
    // Whoever asks again goes on with the same.
    uniqueIndex('missed_stretches_once').on(t.episodeId, t.fromMs),
    // One at a time for an episode: two would write over each other's list.
    uniqueIndex('missed_stretches_filling').on(t.episodeId).where(sql`state = 'filling'`),
    index('missed_stretches_state').on(t.state),
  ],
);
