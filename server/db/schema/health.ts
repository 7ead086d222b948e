import { bigserial, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { screenStates } from '../../domain/screen/health.ts';
import { bytes, instant } from '../types.ts';
import { screens } from './screens.ts';

/** The last beat of each player, written by batches: away from `screens`, whose rows are locked whenever somebody works on them. */
export const screenBeats = pgTable('screen_beats', {
  screenId: text()
    .primaryKey()
    .references(() => screens.id, { onDelete: 'cascade' }),
  heardAt: instant().notNull(),
  /** Contract `PlayerHealth`. */
  health: jsonb().$type<unknown>().notNull(),
});

/** What each screen was last judged to be. */
export const screenConditions = pgTable('screen_conditions', {
  screenId: text()
    .primaryKey()
    .references(() => screens.id, { onDelete: 'cascade' }),
  state: text({ enum: screenStates }).notNull(),
  reasons: text().array().notNull(),
  since: instant().notNull(),
  /** Written then. */
  turnedAt: instant().notNull(),
});

/** 状态变化: a row each time a screen turns into something else, or for another reason. */
export const conditionChanges = pgTable(
  'condition_changes',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    screenId: text()
      .notNull()
      .references(() => screens.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
    state: text({ enum: screenStates }).notNull(),
    reasons: text().array().notNull(),
  },
  (t) => [index('condition_changes_screen').on(t.screenId, t.at)],
);

/** 截图: what a glass sent when it was asked. The newest few of each screen are kept. */
export const screenshots = pgTable(
  'screenshots',
  {
    /** The command's: one that went to many screens has a picture of each. */
    id: text().notNull(),
    screenId: text()
      .notNull()
      .references(() => screens.id, { onDelete: 'cascade' }),
    source: text({ enum: ['page', 'glass'] }).notNull(),
    mediaType: text().notNull(),
    picture: bytes().notNull(),
    takenAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.screenId, t.id] }), index('screenshots_screen').on(t.screenId, t.takenAt)],
);

/** 回音: a glass has said that it carried a command or a takeover out. */
export const screenEchoes = pgTable(
  'screen_echoes',
  {
    screenId: text()
      .notNull()
      .references(() => screens.id, { onDelete: 'cascade' }),
    commandId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.screenId, t.commandId] })],
);
