import { date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Pay, Shift } from '../../domain/posting/facts.ts';
import { instant } from '../types.ts';

/** 上墙真实度: one week's draw for one county, or for the whole installation. */
export const truthRounds = pgTable(
  'truth_rounds',
  {
    id: text().primaryKey(),
    /** Monday of the week in which it was drawn, in the stations' zone. */
    week: date().notNull(),
    /** The county; empty: the whole installation. */
    regionCode: text().notNull(),
    /** Plays of these days were drawn from. */
    fromDay: date().notNull(),
    toDay: date().notNull(),
    /** Hex. With `population` it gives the same draw again. */
    seed: text().notNull(),
    /** Every posting with proof of play, sorted: each was as likely as any other. */
    population: text().array().notNull(),
    drawnAt: instant().notNull(),
  },
  (t) => [uniqueIndex('truth_rounds_week').on(t.week, t.regionCode)],
);

/** What the wall said when it last said it. */
export interface TruthShown {
  number: number | null;
  trade: string;
  employer: string | null;
  pay: Pay;
  shift: Shift;
  place: string | null;
  stationName: string;
  screenName: string;
  lastShownAt: string;
}

export const truthAnswers = ['yes', 'no', 'unasked'] as const;
export type TruthAnswer = (typeof truthAnswers)[number];

/** One posting to be rung up in one week, whichever rounds drew it. */
export const truthChecks = pgTable(
  'truth_checks',
  {
    id: text().primaryKey(),
    week: date().notNull(),
    postingId: text().notNull(),
    /** The posting's desk: who rings. */
    regionCode: text().notNull(),
    screenId: text().notNull(),
    version: integer().notNull(),
    shown: jsonb().$type<TruthShown>().notNull(),
    /** open → true, false or unreached */
    outcome: text({ enum: ['open', 'true', 'false', 'unreached'] })
      .notNull()
      .default('open'),
    numberWorks: text({ enum: truthAnswers }),
    stillOpen: text({ enum: truthAnswers }),
    payAsShown: text({ enum: truthAnswers }),
    /** Calls that nobody answered. */
    attempts: integer().notNull().default(0),
    triedAt: instant(),
    note: text(),
    checkedBy: text(),
    checkedAt: instant(),
  },
  (t) => [uniqueIndex('truth_checks_week').on(t.week, t.postingId), index('truth_checks_region').on(t.regionCode, t.outcome)],
);

/** Which checks a round drew, and as which of its twenty. */
export const truthDraws = pgTable(
  'truth_draws',
  {
    roundId: text()
      .notNull()
      .references(() => truthRounds.id),
    place: integer().notNull(),
    checkId: text()
      .notNull()
      .references(() => truthChecks.id),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.place] }), index('truth_draws_check').on(t.checkId)],
);
