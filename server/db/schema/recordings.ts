import { bigint, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../types.ts';

/** A finished recording, and where it is kept. While the show is on, its files alone tell. */
export const recordings = pgTable(
  'recordings',
  {
    episodeId: text().primaryKey(),
    place: text({ enum: ['disk', 's3'] }).notNull(),
    durationMs: integer().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    finishedAt: instant().notNull(),
    /** By the retention rule. That there was one stays. */
    deletedAt: instant(),
  },
  (t) => [index('recordings_finished').on(t.finishedAt)],
);

export const cutStates = ['waiting', 'making', 'ready', 'failed', 'deleted'] as const;

/** 片段: an MP4 of a recording: the whole, or one pitch. */
export const recordingCuts = pgTable(
  'recording_cuts',
  {
    id: text().primaryKey(),
    episodeId: text().notNull(),
    kind: text({ enum: ['whole', 'clip'] }).notNull(),
    /** The chapter that a clip is of; 0 for the whole. */
    seq: integer().notNull(),
    /** In the address of a clip's page. */
    code: text(),
    title: text().notNull(),
    /** Positions in the recording. */
    fromMs: integer().notNull(),
    toMs: integer().notNull(),
    state: text({ enum: cutStates }).notNull(),
    percent: integer().notNull().default(0),
    bytes: bigint({ mode: 'number' }),
    durationMs: integer(),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('recording_cuts_episode').on(t.episodeId),
    uniqueIndex('recording_cuts_code').on(t.code),
    // Two who press at once ask for the same file.
    uniqueIndex('recording_cuts_once').on(t.episodeId, t.kind, t.seq),
  ],
);
