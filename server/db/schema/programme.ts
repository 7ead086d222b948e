import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ContentFacts } from '../../domain/programme/content.ts';
import type { PlaylistItem } from '../../domain/programme/playlist.ts';
import type { ProgrammeTarget } from '../../domain/programme/target.ts';
import type { ScheduleRule } from '../../domain/programme/timetable.ts';
import { instant } from '../types.ts';

/** Pictures and films as they were kept: named by what is in them, so that the same file is there once. */
export const contentAssets = pgTable('content_assets', {
  /** Hexadecimal. */
  sha256: text().primaryKey(),
  mediaType: text().notNull(),
  bytes: integer().notNull(),
  width: integer().notNull(),
  height: integer().notNull(),
  /** Of a film. */
  durationMs: integer(),
  uploadedBy: text().notNull(),
  uploadedAt: instant().notNull(),
});

/** 内容. What hangs on walls is `approved`; `draft` is the newest wording, which a second person has still to see where they differ. */
export const contents = pgTable(
  'contents',
  {
    id: text().primaryKey(),
    /** Whose desk; it is shown in this region's subtree alone. */
    regionCode: text().notNull(),
    state: text({ enum: ['waiting', 'approved', 'rejected', 'withdrawn'] }).notNull(),
    version: integer().notNull().default(1),
    draft: jsonb().$type<ContentFacts>().notNull(),
    approved: jsonb().$type<ContentFacts>(),
    approvedVersion: integer(),
    approvedBy: text(),
    approvedAt: instant(),
    /** Everybody who wrote a word since the last approval: none of them can be the second person. */
    writers: text().array().notNull(),
    rejectedReason: text(),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [index('contents_region').on(t.regionCode, t.updatedAt)],
);

/** 节目单 */
export const playlists = pgTable(
  'playlists',
  {
    id: text().primaryKey(),
    /** Whose desk; it is scheduled within this region's subtree alone. */
    regionCode: text().notNull(),
    name: text().notNull(),
    items: jsonb().$type<PlaylistItem[]>().notNull(),
    version: integer().notNull().default(1),
    updatedBy: text().notNull(),
    updatedAt: instant().notNull(),
    removedAt: instant(),
  },
  (t) => [index('playlists_region').on(t.regionCode)],
);

/** 排期: a playlist on a target. */
export const schedules = pgTable(
  'schedules',
  {
    id: text().primaryKey(),
    playlistId: text()
      .notNull()
      .references(() => playlists.id),
    /** Of the target. */
    regionCode: text().notNull(),
    name: text().notNull(),
    target: jsonb().$type<ProgrammeTarget>().notNull(),
    rule: jsonb().$type<ScheduleRule>().notNull(),
    priority: integer().notNull().default(0),
    version: integer().notNull().default(1),
    updatedBy: text().notNull(),
    updatedAt: instant().notNull(),
    removedAt: instant(),
  },
  (t) => [index('schedules_playlist').on(t.playlistId)],
);

/** Playlists of which a screen can show nothing, since when: told once when it begins, and gone when it ends. */
export const emptyPlaylists = pgTable(
  'empty_playlists',
  {
    screenId: text().notNull(),
    playlistId: text().notNull(),
    since: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.screenId, t.playlistId] })],
);
