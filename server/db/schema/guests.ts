import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { guestFits, guestWants } from '../../domain/guests/rules.ts';
import { instant } from '../types.ts';

/** Somebody who was asked into one episode: by a link of the host's, or with a hand raised. */
export const guests = pgTable(
  'guests',
  {
    id: text().primaryKey(),
    episodeId: text().notNull(),
    origin: text({ enum: ['link', 'hand'] }).notNull(),
    wants: text({ enum: guestWants }).notNull(),
    /** As it stands on the picture. Encrypted; null once the rule has taken it. */
    nameSealed: text(),
    /** Of the one-time link. */
    tokenHash: text(),
    /** Of the cookie of the one browser that was let in: set once. */
    deviceHash: text(),
    invitedBy: text().notNull(),
    invitedAt: instant().notNull(),
    /** Until when the link may be opened for the first time. */
    expiresAt: instant().notNull(),
    /** Which wording was agreed to, in which language, and when. */
    consentAt: instant(),
    consentVersion: text(),
    consentLocale: text(),
    onStageAt: instant(),
    volume: integer().notNull().default(100),
    muted: boolean().notNull().default(false),
    fit: text({ enum: guestFits }).notNull().default('cover'),
    removedAt: instant(),
    leftAt: instant(),
  },
  (t) => [uniqueIndex('guests_token').on(t.tokenHash), index('guests_episode').on(t.episodeId, t.invitedAt)],
);

/** 举手: one a browser and episode, by the hash that the chat knows it by. */
export const raisedHands = pgTable(
  'raised_hands',
  {
    /** Another one each time it is raised. */
    id: text().notNull(),
    episodeId: text().notNull(),
    viewerHash: text().notNull(),
    number: integer().notNull(),
    wants: text({ enum: guestWants }).notNull(),
    state: text({ enum: ['raised', 'called', 'joined', 'down'] }).notNull(),
    raisedAt: instant().notNull(),
    calledAt: instant(),
    guestId: text(),
  },
  (t) => [
    primaryKey({ columns: [t.episodeId, t.viewerHash] }),
    uniqueIndex('raised_hands_id').on(t.id),
    index('raised_hands_at').on(t.raisedAt),
  ],
);
