import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../types.ts';
import { regions } from './org.ts';

/** 零工部落 / 班组 */
export const teams = pgTable(
  'teams',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    trade: text().notNull(),
    regionCode: text()
      .notNull()
      .references(() => regions.code),
    /** As its leader says; what is known by phone is counted beside it. */
    statedMembers: integer().notNull(),
    /** Name and phone of who answers for it, encrypted as one JSON object. */
    leaderSealed: text(),
    /** May stand on screens and the data wall. */
    isPublic: boolean().notNull(),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [uniqueIndex('teams_name').on(t.regionCode, t.name)],
);

/** Members known by their phone: its keyed hash finds their grabs, the number itself is encrypted. */
export const teamMembers = pgTable(
  'team_members',
  {
    id: text().notNull().unique(),
    teamId: text()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    contactHash: text().notNull(),
    phoneSealed: text().notNull(),
    addedBy: text().notNull(),
    addedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.contactHash] }), index('team_members_contact').on(t.contactHash)],
);
