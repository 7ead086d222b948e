import { bigserial, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../types.ts';

/** 短链: 8 characters of Crockford base32 bound to where it hangs and to the postings it opens. */
export const links = pgTable(
  'links',
  {
    code: text().primaryKey(),
    origin: text({ enum: ['screen', 'show', 'print', 'chat', 'poster'] }).notNull(),
    stationId: text(),
    screenId: text(),
    episodeId: text(),
    /** Identifies the set: the same screen showing the same set again reuses its link. */
    setKey: text().notNull(),
    postingIds: text().array().notNull(),
    /** Page of the board, for "你扫的是「出站口大屏」第 2 页". */
    page: integer(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [uniqueIndex('links_set').on(t.origin, t.setKey), index('links_expires').on(t.expiresAt)],
);

/** 扫码: one opening of a link. Nothing personal is kept. */
export const scans = pgTable(
  'scans',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    code: text().notNull(),
    /** Which step of the funnel: scan, view (of one posting), grab page. */
    step: text({ enum: ['scan', 'view', 'verify'] }).notNull(),
    postingId: text(),
    stationId: text(),
    screenId: text(),
    at: instant().notNull(),
  },
  (t) => [index('scans_code').on(t.code), index('scans_station').on(t.stationId, t.at), index('scans_at').on(t.at)],
);
