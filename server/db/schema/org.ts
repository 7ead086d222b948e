import { boolean, date, doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { DownloadWindow } from '../../domain/screen/downloads.ts';
import { bytes, instant } from '../types.ts';

/** 区域. `path` is the slash-joined codes from the root, ending in a slash: a subtree is a prefix of it. */
export const regions = pgTable(
  'regions',
  {
    code: text().primaryKey(),
    parentCode: text(),
    name: text().notNull(),
    level: text({ enum: ['province', 'city', 'county', 'township', 'village'] }).notNull(),
    path: text().notNull(),
  },
  (t) => [index('regions_path').on(t.path.op('text_pattern_ops'))],
);

export interface OpeningHours {
  /** iCalendar days, e.g. "MO-FR" or "SA". */
  days: string;
  /** HH:MM; "24:00" ends a day. */
  open: string;
  close: string;
}

/** 驿站 */
export const stations = pgTable(
  'stations',
  {
    id: text().primaryKey(),
    regionCode: text()
      .notNull()
      .references(() => regions.code),
    name: text().notNull(),
    phone: text().notNull(),
    address: text(),
    /** WGS 84 */
    lat: doublePrecision(),
    lon: doublePrecision(),
    hours: jsonb().$type<OpeningHours[]>().notNull(),
    timeZone: text().notNull().default('Asia/Shanghai'),
    /** When large files may come; null: at any time. */
    downloads: jsonb().$type<DownloadWindow>(),
    demo: boolean().notNull().default(false),
    createdAt: instant().notNull(),
  },
  (t) => [index('stations_region').on(t.regionCode)],
);

/** 品牌: what a station's boards say of it beside its name. */
export const stationBrands = pgTable('station_brands', {
  stationId: text().primaryKey(),
  line: text(),
  /** #rrggbb; at least 7:1 on the header. */
  accent: text(),
  /** PNG, cleaned. */
  logo: bytes(),
  logoSha256: text(),
  logoWidth: integer(),
  logoHeight: integer(),
  changedBy: text().notNull(),
  changedAt: instant().notNull(),
});

/** A place that a clerk has pinned once; postings find it again by its normalised name within a region. */
export const places = pgTable(
  'places',
  {
    id: text().primaryKey(),
    regionCode: text().notNull(),
    name: text().notNull(),
    /** WGS 84 */
    lat: doublePrecision().notNull(),
    lon: doublePrecision().notNull(),
    pinnedBy: text().notNull(),
    pinnedAt: instant().notNull(),
  },
  (t) => [uniqueIndex('places_region_name').on(t.regionCode, t.name)],
);

/** 最低工资: compared with a posting's pay only where unit and hours are known. */
export const minimumWages = pgTable('minimum_wages', {
  id: text().primaryKey(),
  regionCode: text().notNull(),
  unit: text({ enum: ['hour', 'month'] }).notNull(),
  yuan: doublePrecision().notNull(),
  source: text().notNull(),
  inForceFrom: date().notNull(),
  editedBy: text().notNull(),
  editedAt: instant().notNull(),
});

/** Small facts of the installation: link domains, sequence seeds, demo shift, … one row a key. */
export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: jsonb().$type<unknown>().notNull(),
  updatedAt: instant().notNull(),
  version: integer().notNull().default(1),
});
