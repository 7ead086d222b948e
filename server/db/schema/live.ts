import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../types.ts';

/** 栏目: a weekly series. */
export const shows = pgTable('shows', {
  id: text().primaryKey(),
  name: text().notNull(),
  regionCode: text().notNull(),
  /** RFC 5545 */
  rrule: text().notNull(),
  /** HH:MM in `timeZone` */
  startTime: text().notNull(),
  minutes: integer().notNull(),
  timeZone: text().notNull().default('Asia/Shanghai'),
  demo: boolean().notNull().default(false),
  createdAt: instant().notNull(),
});

export const episodeStates = ['planned', 'live', 'away', 'ended'] as const;
export type EpisodeState = (typeof episodeStates)[number];

/** 一期. `away`: the host is lost and may come back into the same episode. */
export const episodes = pgTable(
  'episodes',
  {
    id: text().primaryKey(),
    showId: text(),
    slug: text().notNull(),
    title: text().notNull(),
    regionCode: text().notNull(),
    hostName: text().notNull(),
    organiser: text().notNull(),
    hostUserId: text().notNull(),
    state: text({ enum: episodeStates }).notNull(),
    plannedAt: instant().notNull(),
    startedAt: instant(),
    awayAt: instant(),
    endedAt: instant(),
    /** The server process that holds the show's picture, and when it last said so: see services/live/media-lease.ts. */
    mediaNode: text(),
    mediaSeenAt: instant(),
    /** Number of the last rundown change; each change is stored in rundown_changes. */
    rundownSeq: integer().notNull().default(0),
    currentItemId: text(),
    demo: boolean().notNull().default(false),
    createdAt: instant().notNull(),
  },
  (t) => [uniqueIndex('episodes_slug').on(t.slug), index('episodes_state').on(t.state)],
);

/** 串联单, in order. */
export const rundownItems = pgTable(
  'rundown_items',
  {
    id: text().primaryKey(),
    episodeId: text().notNull(),
    position: integer().notNull(),
    kind: text({ enum: ['pitch', 'segment'] }).notNull(),
    postingId: text(),
    title: text(),
    notes: text(),
    plannedMinutes: integer(),
    linkCode: text(),
    createdAt: instant().notNull(),
  },
  (t) => [index('rundown_items_episode').on(t.episodeId, t.position)],
);

/** The numbered state changes: chapters of the replay, timing of the job cards, and the report. */
export const rundownChanges = pgTable(
  'rundown_changes',
  {
    episodeId: text().notNull(),
    seq: integer().notNull(),
    kind: text({ enum: ['start', 'next', 'back', 'undo', 'insert', 'away', 'resume', 'end'] }).notNull(),
    itemId: text(),
    at: instant().notNull(),
    /** Program media time in ms since the episode's first frame, when the picture ran. */
    mediaTimeMs: integer(),
    actorId: text().notNull(),
    detail: jsonb().$type<unknown>(),
  },
  (t) => [primaryKey({ columns: [t.episodeId, t.seq] })],
);
