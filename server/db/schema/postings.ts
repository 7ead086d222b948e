import { sql } from 'drizzle-orm';
import { boolean, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import type { PostingStatus } from '../../domain/posting/status.ts';
import type { WantedPublication } from '../../domain/publication/reach.ts';
import { instant } from '../types.ts';

/** An employer or householder, checked once (licence or identity card seen, by whom) before a first approval. */
export const employers = pgTable(
  'employers',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    kind: text({ enum: ['organisation', 'householder'] }).notNull(),
    /** 统一社会信用代码, GB 32100-2015 */
    creditCode: text(),
    regionCode: text().notNull(),
    checkedAt: instant(),
    checkedBy: text(),
    checkedHow: text({ enum: ['licence', 'identity-card', 'site-visit'] }),
    createdAt: instant().notNull(),
  },
  (t) => [uniqueIndex('employers_region_name').on(t.regionCode, t.name)],
);

/** 岗位. What it says stands in its current version; what may change without one (places left) stands here. */
export const postings = pgTable(
  'postings',
  {
    id: text().primaryKey(),
    /** The short spoken number (101, 102, …), given at publication, unique among open postings that can share a glass. */
    number: integer(),
    status: text().$type<PostingStatus>().notNull(),
    employerId: text().references(() => employers.id),
    /** Where the posting's desk is: who may edit it, where its number is unique. */
    regionCode: text().notNull(),
    version: integer().notNull(),
    fingerprint: text().notNull(),
    authorId: text().notNull(),
    submittedAt: instant(),
    approvedBy: text(),
    approvedAt: instant(),
    approvedVersion: integer(),
    /** When the public first read it, whatever was corrected since. Null: never, or before this was kept. */
    firstPublishedAt: instant(),
    /** What the approver said when sending it back; gone with the next edit. */
    rejectedReason: text(),
    /** More walls, or longer on them, than `publications` says: waits with the newest version for a second person. */
    proposedReach: jsonb().$type<WantedPublication[]>(),
    /** The photo or voice file that it was typed from: an intake of kind photo or voice. */
    evidenceId: text(),
    placesTotal: integer().notNull(),
    placesLeft: integer().notNull(),
    /** Last number handed out on the waiting list. */
    waitingSeq: integer().notNull().default(0),
    lat: doublePrecision(),
    lon: doublePrecision(),
    /** 核实于: when somebody last confirmed that it is open. */
    confirmedAt: instant(),
    /** The posting is never shown at or after this instant. */
    expiresAt: instant(),
    /** When its last place went; null while there is one. A greyed row leaves the boards some minutes after. */
    filledAt: instant(),
    closedAt: instant(),
    closedReason: text({ enum: ['filled', 'withdrawn', 'expired', 'fee-report', 'employer'] }),
    /** SHA-256 of the employer's no-login link token. */
    employerTokenHash: text(),
    /** Bigrams, pinyin and initials for search (PostgreSQL's full text does not split Chinese). */
    searchTerms: text().array().notNull(),
    demo: boolean().notNull().default(false),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    index('postings_status').on(t.status, t.regionCode),
    index('postings_fingerprint').on(t.fingerprint),
    index('postings_expires').on(t.expiresAt),
    index('postings_published').on(sql`coalesce(${t.firstPublishedAt}, ${t.approvedAt})`),
    index('postings_search').using('gin', t.searchTerms),
    uniqueIndex('postings_employer_token').on(t.employerTokenHash),
  ],
);

/** Corrections are versions: nothing that was once on a wall is ever overwritten. Phones inside are encrypted. */
export const postingVersions = pgTable(
  'posting_versions',
  {
    postingId: text()
      .notNull()
      .references(() => postings.id),
    version: integer().notNull(),
    /** Facts without phone numbers. */
    facts: jsonb().$type<Omit<PostingFacts, 'phones'>>().notNull(),
    /** The phone numbers, encrypted as one JSON array. */
    phonesSealed: text().notNull(),
    /** The words as they came in. May hold phone numbers: encrypted. */
    originalSealed: text().notNull(),
    /** Lint findings at the time of writing (contract `LintFinding[]`). */
    findings: jsonb().$type<unknown[]>().notNull(),
    intakeRowId: text(),
    authorId: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.postingId, t.version] })],
);

/** Where a posting is to be shown: one station, or a whole region subtree. */
export const publications = pgTable(
  'publications',
  {
    id: text().primaryKey(),
    postingId: text()
      .notNull()
      .references(() => postings.id),
    stationId: text(),
    regionCode: text(),
    startsAt: instant().notNull(),
    endsAt: instant(),
    priority: integer().notNull().default(0),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('publications_posting').on(t.postingId),
    index('publications_station').on(t.stationId),
    index('publications_region').on(t.regionCode),
  ],
);

/** One file or paste that came in. */
export const intakes = pgTable('intakes', {
  id: text().primaryKey(),
  kind: text({ enum: ['table', 'chat', 'form', 'photo', 'voice', 'recheck'] }).notNull(),
  fileName: text(),
  sha256: text(),
  /** Where the file is kept as evidence, below DATA_DIR/evidence. */
  evidencePath: text(),
  mediaType: text(),
  bytes: integer(),
  state: text({ enum: ['received', 'reading', 'preview', 'saved', 'failed'] }).notNull(),
  /** Rows read so far: long work shows progress and can resume from here. */
  rowsDone: integer().notNull().default(0),
  rowsTotal: integer(),
  /** Column mapping as the clerk left it. */
  mapping: jsonb().$type<unknown>(),
  problem: jsonb().$type<unknown>(),
  regionCode: text().notNull(),
  authorId: text().notNull(),
  receivedAt: instant().notNull(),
  updatedAt: instant().notNull(),
});

/** Each data row or chat post of an intake with its outcome; what was skipped stands here too. */
export const intakeRows = pgTable(
  'intake_rows',
  {
    id: text().primaryKey(),
    intakeId: text()
      .notNull()
      .references(() => intakes.id),
    sheet: text().notNull(),
    row: integer().notNull(),
    outcome: text({ enum: ['posting', 'duplicate', 'rejected', 'skipped', 'call-back'] }).notNull(),
    postingId: text(),
    /** The row as read, encrypted (it may hold phone numbers). */
    sealed: text().notNull(),
    reason: jsonb().$type<unknown>(),
  },
  (t) => [uniqueIndex('intake_rows_place').on(t.intakeId, t.sheet, t.row)],
);

/** 待回访: what the clerk must ring about — an employer that is missing, a report, a grab without SMS. */
export const callBacks = pgTable(
  'call_backs',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['missing-fact', 'report', 'grab', 'recheck', 'chat'] }).notNull(),
    regionCode: text().notNull(),
    postingId: text(),
    grabId: text(),
    reportId: text(),
    /** The show in which a viewer asked to be rung, or which somebody reports. */
    episodeId: text(),
    /** What is missing or claimed, as codes. */
    facts: jsonb().$type<string[]>().notNull(),
    phoneSealed: text(),
    /** What somebody wrote beside a claim; null once the rule has taken it. */
    noteSealed: text(),
    dueAt: instant(),
    doneAt: instant(),
    doneBy: text(),
    outcome: text(),
    createdAt: instant().notNull(),
  },
  (t) => [index('call_backs_open').on(t.regionCode, t.doneAt), index('call_backs_episode').on(t.episodeId)],
);
