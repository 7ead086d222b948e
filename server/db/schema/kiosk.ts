import { boolean, date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { guidanceKinds } from '../../domain/guidance/entry.ts';
import { instant } from '../types.ts';

/** 便民信息: policies, training and telephones by region. One that came with the product stands here once it was edited. */
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
