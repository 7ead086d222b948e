import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { wordActions } from '../../domain/audience/word-matcher.ts';
import { instant } from '../types.ts';

/** What the host has set for the chat of one episode. None: as it stands by default. */
export const chatRooms = pgTable('chat_rooms', {
  episodeId: text().primaryKey(),
  isOn: boolean().notNull(),
  /** Everything waits for the host's eye. */
  holdsAll: boolean().notNull(),
  /** Between two messages of one viewer. */
  slowSeconds: integer().notNull(),
  pinnedId: text(),
  updatedAt: instant().notNull(),
});

/** One browser in one episode, by a keyed hash: the same browser in the next episode is somebody else. */
export const chatViewers = pgTable(
  'chat_viewers',
  {
    episodeId: text().notNull(),
    viewerHash: text().notNull(),
    /** 求职者·1234 */
    number: integer().notNull(),
    /** When it last wrote: the slow mode counts from here. */
    lastAt: instant(),
    mutedAt: instant(),
    mutedBy: text(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.episodeId, t.viewerHash] }), index('chat_viewers_created').on(t.createdAt)],
);

/** What viewers and the host wrote. Numbers of telephones are hidden before the text is stored. */
export const chatMessages = pgTable(
  'chat_messages',
  {
    id: text().primaryKey(),
    episodeId: text().notNull(),
    kind: text({ enum: ['chat', 'question'] }).notNull(),
    /** Null: the host, or forgotten by rule. */
    viewerHash: text(),
    /** Null: the host. */
    number: integer(),
    /** Encrypted; null once the rule has taken it. */
    textSealed: text(),
    state: text({ enum: ['shown', 'held', 'removed'] }).notNull(),
    votes: integer().notNull().default(0),
    answeredAt: instant(),
    createdAt: instant().notNull(),
    /** When it went out to everybody; what was held stands where it was let through. */
    shownAt: instant(),
    decidedBy: text(),
  },
  (t) => [
    index('chat_messages_window').on(t.episodeId, t.kind, t.state, t.shownAt),
    index('chat_messages_viewer').on(t.episodeId, t.viewerHash),
    index('chat_messages_created').on(t.createdAt),
  ],
);

/** One vote a browser and question. */
export const chatVotes = pgTable('chat_votes', { messageId: text().notNull(), viewerHash: text().notNull() }, (t) => [
  primaryKey({ columns: [t.messageId, t.viewerHash] }),
]);

/** 敏感词, for a region and everything below it. */
export const chatWords = pgTable(
  'chat_words',
  {
    id: text().primaryKey(),
    regionCode: text().notNull(),
    word: text().notNull(),
    /** The word as it is compared: one writing a region. */
    skeleton: text().notNull(),
    action: text({ enum: wordActions }).notNull(),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [uniqueIndex('chat_words_once').on(t.regionCode, t.skeleton)],
);

/** Who watched at one moment, about every ten seconds while a picture runs, written by the server that holds it. */
export const audienceSamples = pgTable(
  'audience_samples',
  {
    episodeId: text().notNull(),
    at: instant().notNull(),
    viewers: integer().notNull(),
    /** What was being pitched then. */
    postingId: text(),
  },
  (t) => [primaryKey({ columns: [t.episodeId, t.at] })],
);

/** 观看人次: one opening of the show's page, by a hash of the key that the page made for itself. Says nothing about the person. */
export const audienceViews = pgTable(
  'audience_views',
  { episodeId: text().notNull(), pageHash: text().notNull(), firstAt: instant().notNull() },
  (t) => [primaryKey({ columns: [t.episodeId, t.pageHash] }), index('audience_views_first').on(t.firstAt)],
);
