import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../types.ts';

/** 求职者. Known by a keyed hash of the phone number; the number itself is encrypted and deleted by rule. */
export const seekers = pgTable(
  'seekers',
  {
    id: text().primaryKey(),
    /** Set once the phone is proved: by a one-time code, or by a clerk who met the person. One person a phone. */
    phoneHash: text().unique(),
    /** The phone as it was typed, proved or not: one phone has one grab a posting. Null for people without a phone. */
    contactHash: text(),
    phoneSealed: text(),
    name: text(),
    createdAt: instant().notNull(),
    forgottenAt: instant(),
  },
  (t) => [index('seekers_contact').on(t.contactHash)],
);

/** One-time codes: only a keyed hash; five tries; one use. */
export const oneTimeCodes = pgTable(
  'one_time_codes',
  {
    id: text().primaryKey(),
    phoneHash: text().notNull(),
    codeHash: text().notNull(),
    attempts: integer().notNull().default(0),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (t) => [index('one_time_codes_phone').on(t.phoneHash, t.createdAt)],
);

export const seekerSessions = pgTable('seeker_sessions', {
  tokenHash: text().primaryKey(),
  seekerId: text().notNull(),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  endedAt: instant(),
});

/** 抢单 */
export const grabs = pgTable(
  'grabs',
  {
    id: text().primaryKey(),
    postingId: text().notNull(),
    seekerId: text().notNull(),
    /** held: 待回访, the place is kept 15 minutes; waiting: on the waiting list. */
    state: text({
      enum: ['held', 'grabbed', 'waiting', 'confirmed', 'declined', 'cancelled', 'lapsed', 'started'],
    }).notNull(),
    waitingNumber: integer(),
    linkCode: text(),
    stationId: text(),
    screenId: text(),
    /** Who entered it: the seeker's phone, or a clerk at the desk. */
    channel: text({ enum: ['phone', 'call-back', 'desk'] }).notNull(),
    /** Where, when, whom to ask for, what to bring: written when it is confirmed. */
    arrival: jsonb().$type<{ place?: string; when?: string; contact?: string; bring?: string }>(),
    holdUntil: instant(),
    createdAt: instant().notNull(),
    answeredAt: instant(),
    answeredBy: text(),
    startedAt: instant(),
    /** When a text message about it was handed to the carrier, or is just about to be: one a fact. */
    promotedTextAt: instant(),
    confirmedTextAt: instant(),
    demo: boolean().notNull().default(false),
  },
  (t) => [
    uniqueIndex('grabs_once').on(t.postingId, t.seekerId).where(sql`${t.state} in ('held','grabbed','waiting','confirmed','started')`),
    index('grabs_seeker').on(t.seekerId),
    index('grabs_posting').on(t.postingId, t.state),
    index('grabs_hold').on(t.holdUntil),
    index('grabs_created').on(t.createdAt),
  ],
);

/** 举报: 收费 / 虚假 / 打不通 / 已招满 */
export const reports = pgTable(
  'reports',
  {
    id: text().primaryKey(),
    postingId: text().notNull(),
    reason: text({ enum: ['fee', 'false', 'unreachable', 'filled'] }).notNull(),
    detail: text(),
    seekerId: text(),
    linkCode: text(),
    /** Keyed hash of the reporter's address, to bound floods. */
    sourceHash: text().notNull(),
    createdAt: instant().notNull(),
    handledAt: instant(),
    handledBy: text(),
    outcome: text({ enum: ['upheld', 'dismissed'] }),
  },
  (t) => [index('reports_posting').on(t.postingId)],
);
