import { z } from 'zod';
import { workSides } from '../domain/figures/at-work.ts';
import { figureKeys, figureUnits } from '../domain/figures/figure.ts';
import { id, isoInstant, plainDate, regionCode } from './primitives.ts';

export const figureReading = z.object({
  key: z.enum(figureKeys),
  value: z.number().nullable(),
  unit: z.enum(figureUnits),
  asOf: isoInstant,
  of: z.int().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
});

/** What numbers are asked for: a region's subtree or one station; both absent: everything in the asker's reach that has one root. */
export const figuresQuery = z
  .object({ region: regionCode.optional(), station: id.optional(), from: plainDate, to: plainDate })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'not before from' })
  // A year and a leap day: more is a report's business, not a page's.
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 366 * 86_400_000, { path: ['to'], message: 'within a year of from' });
export type FiguresQuery = z.output<typeof figuresQuery>;

export const tradeFigures = z.object({
  trade: z.string(),
  postings: z.int(),
  headcount: z.int(),
  /** Whole yuan. */
  dayPay: z.int().nullable(),
  grabs: z.int(),
  confirmed: z.int(),
  atWork: z.int(),
});
export type TradeFigures = z.infer<typeof tradeFigures>;

export const regionFigures = z.object({
  code: z.string(),
  name: z.string(),
  postings: z.int(),
  headcount: z.int(),
  scans: z.int(),
  grabs: z.int(),
  confirmed: z.int(),
  atWork: z.int(),
});
export type RegionFigures = z.infer<typeof regionFigures>;

export const stationFigures = z.object({ id, name: z.string(), scans: z.int(), grabs: z.int(), confirmed: z.int(), atWork: z.int() });
export type StationFigures = z.infer<typeof stationFigures>;

const flow = { postings: z.int(), headcount: z.int(), scans: z.int(), views: z.int(), grabs: z.int(), confirmed: z.int() };
export const hourFigures = z.object({ hour: z.int().min(0).max(23), ...flow });
export type HourFigures = z.infer<typeof hourFigures>;
export const dayFigures = z.object({ day: plainDate, ...flow, atWork: z.int(), unconfirmed: z.int() });
export type DayFigures = z.infer<typeof dayFigures>;

export const insight = z.object({
  scope: z.object({ kind: z.enum(['region', 'station', 'everywhere']), code: z.string(), name: z.string() }),
  timeZone: z.string(),
  from: plainDate,
  to: plainDate,
  /** When the sums were last brought up to date. `null`: not yet. */
  asOf: isoInstant.nullable(),
  figures: z.array(figureReading),
  /** Postings whose pay can't be compared by the day: left out of the average. */
  otherPay: z.int(),
  byTrade: z.array(tradeFigures),
  byRegion: z.array(regionFigures),
  byStation: z.array(stationFigures),
  /** Of all days together, in the station's zone. */
  byHour: z.array(hourFigures),
  byDay: z.array(dayFigures),
});
export type Insight = z.infer<typeof insight>;

export const wallTeam = z.object({ name: z.string(), trade: z.string(), members: z.int(), working: z.int().nullable() });

/** 智慧数据大屏 */
export const wallView = z.object({
  serverTime: isoInstant,
  today: plainDate,
  demo: z.boolean(),
  /** Today's numbers. */
  now: insight,
  /** The hours of yesterday, to compare today's curve with. */
  yesterday: z.array(hourFigures),
  /** The last fourteen days, today included. */
  days: z.array(dayFigures),
  nextShow: z
    .object({ title: z.string(), hostName: z.string(), startsAt: isoInstant, state: z.enum(['planned', 'live', 'away']) })
    .nullable(),
  teams: z.array(wallTeam),
});
export type WallView = z.infer<typeof wallView>;

/** 到岗: one side's word that somebody worked on a day; today where none is said. */
export const workWord = z.object({ day: plainDate.optional(), side: z.enum(workSides).optional() });
export type WorkWordInput = z.infer<typeof workWord>;
