import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { bytes, instant } from '../types.ts';

/** 栏目海报: a series' picture, which its episodes inherit. Small, and with the database, so that every server has it and backups hold it. */
export const showPosters = pgTable(
  'show_posters',
  {
    showId: text().primaryKey(),
    /** Of the bytes: in its address, which is therefore for good. */
    hash: text().notNull(),
    jpeg: bytes().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [index('show_posters_hash').on(t.hash)],
);
