import { index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../types.ts';
import { regions } from './org.ts';
import { screens } from './screens.ts';

/** 分组: screens that are addressed together. It belongs to a region, and holds screens of that region's subtree alone. */
export const screenGroups = pgTable(
  'screen_groups',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    regionCode: text()
      .notNull()
      .references(() => regions.code),
    createdAt: instant().notNull(),
  },
  (t) => [uniqueIndex('screen_groups_name').on(t.regionCode, t.name)],
);

export const screenGroupMembers = pgTable(
  'screen_group_members',
  {
    groupId: text()
      .notNull()
      .references(() => screenGroups.id, { onDelete: 'cascade' }),
    screenId: text()
      .notNull()
      .references(() => screens.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.groupId, t.screenId] }), index('screen_group_members_screen').on(t.screenId)],
);

/** 标签: free words at a screen, such as 进站口 or 竖屏. */
export const screenTags = pgTable(
  'screen_tags',
  {
    screenId: text()
      .notNull()
      .references(() => screens.id, { onDelete: 'cascade' }),
    tag: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.screenId, t.tag] }), index('screen_tags_tag').on(t.tag)],
);
