import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../types.ts';

/** Where a caption came from: typed or sent by the host, or heard by a recogniser. */
export const captionSources = ['host', 'recogniser'] as const;

/** 字幕: what was shown as text while it was said. Stands in the replay at its media time. */
export const captions = pgTable(
  'captions',
  {
    id: text().primaryKey(),
    episodeId: text().notNull(),
    at: instant().notNull(),
    /** Program media time, ms; null when no picture ran. */
    mediaTimeMs: integer(),
    durationMs: integer().notNull(),
    text: text().notNull(),
    source: text({ enum: captionSources }).notNull(),
  },
  (t) => [index('captions_episode').on(t.episodeId, t.at)],
);
