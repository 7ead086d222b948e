import { boolean, date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { programCanvases } from '../../domain/live/canvas.ts';
import { segmentKinds } from '../../domain/live/segments.ts';
import { cancelledBys, holidayRules, swappedRules } from '../../domain/show/rules.ts';
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
  /** YYYY-MM-DD: the week from which every second week is counted. */
  startsOn: date(),
  /** YYYY-MM-DD, the last day on which it may be held. */
  endsOn: date(),
  onHoliday: text({ enum: holidayRules }).notNull().default('hold'),
  /** `extra`: a workday's show is held on the weekends' swapped workdays (调休) too. */
  onSwapped: text({ enum: swappedRules }).notNull().default('usual'),
  /** Without a host it is only announced: nobody is there to hold an episode. */
  hostUserId: text(),
  hostName: text(),
  organiser: text(),
  slug: text().unique(),
  /** `{n}` is the episode's number, `{date}` its day. */
  titlePattern: text(),
  demo: boolean().notNull().default(false),
  createdAt: instant().notNull(),
});

/** `cancelled`: 停播, said where it would have been announced. */
export const episodeStates = ['planned', 'live', 'away', 'ended', 'cancelled'] as const;
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
    /** How long it is planned to be. */
    minutes: integer().notNull().default(120),
    /** When its series has it (RFC 5545's RECURRENCE-ID), wherever it has been moved to. */
    occursAt: instant(),
    number: integer(),
    /** Moved, cancelled or settled by a person: the series no longer touches it. */
    byHand: boolean().notNull().default(false),
    /** The holiday's name while nobody has said whether it is held on it. */
    question: text(),
    cancelledBy: text({ enum: cancelledBys }),
    cancelReason: text(),
    /** RFC 5545 §3.8.7.4: counts what a calendar must hear of. */
    sequence: integer().notNull().default(0),
    changedAt: instant(),
    /** Counts the rundown's rearrangements: two editors must not write over each other. */
    rundownRevision: integer().notNull().default(0),
    startedAt: instant(),
    awayAt: instant(),
    endedAt: instant(),
    /** The server process that holds the show's picture, and when it last said so: see services/live/media-lease.ts. */
    mediaNode: text(),
    mediaSeenAt: instant(),
    /** Number of the last rundown change; each change is stored in rundown_changes. */
    rundownSeq: integer().notNull().default(0),
    currentItemId: text(),
    /** Its card stays up whatever is being pitched. */
    pinnedItemId: text(),
    /** The program's canvas; fixed once the show is on. */
    canvas: text({ enum: programCanvases }).notNull().default('landscape'),
    demo: boolean().notNull().default(false),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('episodes_slug').on(t.slug),
    index('episodes_state').on(t.state),
    uniqueIndex('episodes_occurrence').on(t.showId, t.occursAt),
  ],
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
    /** What a segment is. */
    segment: text({ enum: segmentKinds }),
    title: text(),
    /** Who is to be on, in the words of the host's plan: in clear, as the rest of it, and for hosts alone. Who really comes is sealed (guests). */
    guests: text(),
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
    kind: text({ enum: ['start', 'next', 'back', 'undo', 'insert', 'pin', 'unpin', 'away', 'resume', 'end'] }).notNull(),
    itemId: text(),
    at: instant().notNull(),
    /** Program media time in ms since the episode's first frame, when the picture ran. */
    mediaTimeMs: integer(),
    actorId: text().notNull(),
    detail: jsonb().$type<unknown>(),
  },
  (t) => [primaryKey({ columns: [t.episodeId, t.seq] })],
);
