import { bigint, date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { measures } from '../../domain/figures/measures.ts';
import { instant } from '../types.ts';

const where = {
  /** Where it counts: the station's region, else the posting's desk. Empty: nowhere in particular. */
  regionCode: text().notNull(),
  /** Empty: of the region alone. */
  stationId: text().notNull(),
  /** Empty: of no one trade. */
  trade: text().notNull(),
  measure: text({ enum: measures }).notNull(),
  /** Of a measure that has steps, the upper bound; else 0. */
  step: integer().notNull(),
  value: bigint({ mode: 'number' }).notNull(),
};

/** 数据: what happened in an hour, added up. Reckoned anew from the records as often as anybody likes: the same rows come out. */
export const figureHours = pgTable(
  'figure_hours',
  {
    /** The hour's beginning. */
    at: instant().notNull(),
    ...where,
  },
  (t) => [primaryKey({ columns: [t.at, t.regionCode, t.stationId, t.trade, t.measure, t.step] })],
);

/** The hours of one day in the station's zone, added up. */
export const figureDays = pgTable('figure_days', { day: date().notNull(), ...where }, (t) => [
  primaryKey({ columns: [t.day, t.regionCode, t.stationId, t.trade, t.measure, t.step] }),
  index('figure_days_region').on(t.regionCode, t.day),
]);

/** When which stretch was last reckoned: a number without its time is nobody's to believe. */
export const figureRuns = pgTable('figure_runs', {
  what: text({ enum: ['recent', 'days'] }).primaryKey(),
  /** Everything before this is in it. */
  until: instant().notNull(),
  finishedAt: instant().notNull(),
});
