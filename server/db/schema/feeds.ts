import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../types.ts';

/** The bearer token with which an encoder (OBS) sends an episode's picture by WHIP: one at a time, of which only the hash is kept. */
export const whipTokens = pgTable('whip_tokens', {
  episodeId: text().primaryKey(),
  tokenHash: text().notNull(),
  createdBy: text().notNull(),
  createdAt: instant().notNull(),
  /** When an encoder last came with it. */
  usedAt: instant(),
});

export const restreamPictures = ['plain', 'numbers', 'program'] as const;
export type RestreamPicture = (typeof restreamPictures)[number];

/** Another platform's door that an episode is sent on to (RTMP or RTMPS). */
export const restreamTargets = pgTable(
  'restream_targets',
  {
    id: text().primaryKey(),
    episodeId: text().notNull(),
    position: integer().notNull(),
    name: text().notNull(),
    /** `rtmp://host[:port]/app`, without the key. */
    url: text().notNull(),
    /** The stream key, sealed by the vault. */
    keySealed: text().notNull(),
    /** What lies over the picture there: nothing, the jobs' cards with their numbers, or the program as it is, with its codes. */
    picture: text({ enum: restreamPictures }).notNull(),
    /** The host has switched it on: also after the server has started anew. */
    wanted: boolean().notNull().default(false),
    createdAt: instant().notNull(),
  },
  (t) => [index('restream_targets_episode').on(t.episodeId, t.position)],
);
