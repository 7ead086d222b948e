import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { viewingPaths } from '../../domain/live/viewing.ts';

/** How an episode was seen, added up over everybody: nothing in it belongs to one person. */
export const viewingCounts = pgTable(
  'viewing_counts',
  {
    episodeId: text().notNull(),
    path: text({ enum: viewingPaths }).notNull(),
    measure: text({ enum: ['startUp', 'latency', 'stalls', 'stalledMs', 'watchedMs'] }).notNull(),
    /** Upper bound of the step, ms; 0 where the measure has none. */
    step: integer().notNull(),
    count: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.episodeId, t.path, t.measure, t.step] })],
);
