import { type AnyPgColumn, date, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PlayedSlide } from '../../domain/proof/played.ts';
import { bytes, instant } from '../types.ts';

/**
 * 播放证明. A device numbers its plays in a journal of its own; here stands up to which number each journal was taken, so that a batch that comes
 * twice counts once however long ago it first came, and what never comes is known to be missing.
 */
export const playJournals = pgTable(
  'play_journals',
  {
    /** Made on the device, a new one for each screen that it becomes. */
    id: text().primaryKey(),
    screenId: text().notNull(),
    /** Every play up to this number was counted, or is among the lost. */
    takenSeq: integer().notNull().default(0),
    /** Numbers that never came: the device's store was cleared, or was full. */
    lost: integer().notNull().default(0),
    /** Plays whose time could not be true, and was moved. */
    retimed: integer().notNull().default(0),
    openedAt: instant().notNull(),
    lastAt: instant().notNull(),
  },
  (t) => [index('play_journals_screen').on(t.screenId)],
);

/** Plays one by one, a row a batch: which slide stood at which second. Kept for days; `play_days` is kept for years. */
export const playBatches = pgTable(
  'play_batches',
  {
    journalId: text().notNull(),
    fromSeq: integer().notNull(),
    toSeq: integer().notNull(),
    screenId: text().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    slides: jsonb().$type<PlayedSlide[]>().notNull(),
    /** Index of the slide, ms after `startsAt`, ms on the glass. */
    plays: jsonb().$type<[number, number, number][]>().notNull(),
    receivedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.journalId, t.fromSeq] }), index('play_batches_screen').on(t.screenId, t.startsAt)],
);

export const playedKinds = ['screen', 'jobs', 'posting', 'content', 'station', 'show', 'takeover'] as const;
export type PlayedKind = (typeof playedKinds)[number];

/** Sums of plays: a row a day, screen at a station and what was shown, with a slot for each of the day's 24 hours in the station's zone. */
export const playDays = pgTable(
  'play_days',
  {
    day: date().notNull(),
    screenId: text().notNull(),
    /** Where it hung when it told: a screen that is carried elsewhere leaves its plays behind. */
    stationId: text().notNull(),
    /** `screen`: the whole glass, whatever stood on it; `jobs`: its pages of jobs. */
    kind: text({ enum: playedKinds }).notNull(),
    /** The posting's, content's, episode's or takeover's id; empty for the whole glass, its pages of jobs and the station's own slide. */
    subject: text().notNull(),
    plays: integer().array().notNull(),
    ms: integer().array().notNull(),
    firstAt: instant().notNull(),
    lastAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.screenId, t.stationId, t.kind, t.subject] }),
    index('play_days_subject').on(t.kind, t.subject, t.day),
  ],
);

/**
 * 上屏核查: which manifest was on which glass from when to when, an hour at most a row. Closed rows are sealed together: their digest stands in
 * the audit chain.
 */
export const glassSpans = pgTable(
  'glass_spans',
  {
    id: text().primaryKey(),
    screenId: text().notNull(),
    version: integer().notNull(),
    /** The manifest's own hash, as its signature covers it. */
    hash: text().notNull(),
    fromAt: instant().notNull(),
    toAt: instant().notNull(),
    sealId: text().references((): AnyPgColumn => glassSeals.id),
  },
  (t) => [
    index('glass_spans_screen').on(t.screenId, t.fromAt),
    index('glass_spans_seal').on(t.sealId),
    index('glass_spans_hash').on(t.hash),
  ],
);

/** The seal of many spans. The same root stands in the audit chain `glass` of the day, under this id. */
export const glassSeals = pgTable('glass_seals', {
  id: text().primaryKey(),
  spans: integer().notNull(),
  root: text().notNull(),
  sealedAt: instant().notNull(),
});

/** What a manifest said that was on a glass: its signed text, packed against the one before it of the same screen. */
export const keptManifests = pgTable(
  'kept_manifests',
  {
    hash: text().primaryKey(),
    screenId: text().notNull(),
    version: integer().notNull(),
    /** The text that it was packed against; null: by itself. */
    baseHash: text(),
    /** The first of its chain: a chain goes as a whole. */
    keyHash: text().notNull(),
    depth: integer().notNull(),
    packed: bytes().notNull(),
    keptAt: instant().notNull(),
  },
  (t) => [index('kept_manifests_screen').on(t.screenId, t.version), index('kept_manifests_key').on(t.keyHash)],
);

/** 演练: which glass showed a takeover, and how soon after it was raised. */
export const takeoverAnswers = pgTable(
  'takeover_answers',
  {
    takeoverId: text().notNull(),
    screenId: text().notNull(),
    shownAt: instant().notNull(),
    receivedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.takeoverId, t.screenId] })],
);
