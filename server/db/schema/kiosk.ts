import { boolean, date, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { type Guidance, guidanceKinds } from '../../domain/guidance/entry.ts';
import { instant } from '../types.ts';

/**
 * 便民信息: policies, training and telephones by region, in their newest wording. One that came with the product stands here once it was edited.
 * What the kiosks show is `approved`: by a second person, or hidden by one alone.
 */
export const guidance = pgTable('guidance', {
  id: text().primaryKey(),
  /** null: everywhere. */
  regionCode: text(),
  kind: text({ enum: guidanceKinds }).notNull(),
  title: text().notNull(),
  body: text().notNull(),
  titleEn: text(),
  bodyEn: text(),
  phone: text(),
  source: text().notNull(),
  sourceDate: date(),
  checkedOn: date(),
  hidden: boolean().notNull().default(false),
  place: integer().notNull().default(500),
  state: text({ enum: ['waiting', 'approved', 'rejected'] })
    .notNull()
    .default('waiting'),
  version: integer().notNull().default(1),
  approved: jsonb().$type<Omit<Guidance, 'id'>>(),
  approvedVersion: integer(),
  approvedBy: text(),
  approvedAt: instant(),
  /** Everybody who wrote a word since the last approval. */
  writers: text().array().notNull().default([]),
  rejectedReason: text(),
  editedBy: text().notNull(),
  editedAt: instant().notNull(),
});

/** What a kiosk was used for on a day, by each start of its device: totals that only grow. Nothing of a person. */
export const kioskUses = pgTable(
  'kiosk_uses',
  {
    screenId: text().notNull(),
    /** In the station's zone. */
    day: date().notNull(),
    run: text().notNull(),
    stationId: text().notNull(),
    sessions: integer().notNull(),
    jobs: integer().notNull(),
    searches: integer().notNull(),
    guidance: integer().notNull(),
    handOvers: integer().notNull(),
    prints: integer().notNull(),
    readings: integer().notNull(),
    grabs: integer().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.screenId, t.day, t.run] }), index('kiosk_uses_station').on(t.stationId, t.day)],
);
