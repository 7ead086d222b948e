import { z } from 'zod';
import { line, plainTime } from './primitives.ts';

/** The shape of stations.json: a region tree, stations with their screens, weekly shows. */

const regionLevel = z.enum(['province', 'city', 'county', 'township', 'village']);
/** IANA: days, shifts and opening hours are reckoned by it, so it must be one that computers know. */
const timeZone = z.string().max(40).refine(isTimeZone);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // RangeError is how Intl says that it knows no such zone
  }
}

const code = z.string().regex(/^[0-9A-Za-z-]{2,64}$/);

export interface RegionInput {
  code: string;
  name: string;
  level: z.infer<typeof regionLevel>;
  children: RegionInput[];
}
const regionInput: z.ZodType<RegionInput> = z.lazy(() =>
  z.object({ code, name: line(40).min(1), level: regionLevel, children: z.array(regionInput).max(2_000).default([]) }),
);

const screenInput = z.object({
  name: line(40).min(1),
  widthMm: z.number().min(50).max(200_000),
  heightMm: z.number().min(50).max(200_000),
  pixels: z.string().regex(/^\d{2,5}x\d{2,5}$/),
  viewingDistanceM: z.number().min(0.3).max(100),
  mountHeightM: z.number().min(0).max(50),
  touch: z.boolean().optional(),
  kind: z.string().max(40).optional(),
  /** 直播: none, beside the jobs, or the whole glass. Unsaid, a new screen shows none and a known one keeps what it has. */
  live: z.enum(['off', 'beside', 'full']).optional(),
});
export type ScreenInput = z.infer<typeof screenInput>;

/** 大文件下载时段: when large files may come to a station's screens, in times of its own zone; may go over midnight. */
export const downloadWindow = z
  .object({ from: plainTime, to: plainTime })
  .refine(({ from, to }) => from !== to && from !== '24:00', { path: ['to'], message: 'ends at another time than it begins' });
/** null: at any time. */
export const setDownloads = z.object({ downloads: downloadWindow.nullable() });

const stationInput = z.object({
  name: line(40).min(1),
  region: code,
  lat: z.number().min(-90).max(90).optional(),
  lon: z.number().min(-180).max(180).optional(),
  phone: z.string().regex(/^[\d-]{7,20}$/),
  address: line(80).optional(),
  hours: z
    .array(z.object({ days: z.string().regex(/^(MO|TU|WE|TH|FR|SA|SU)([,-](MO|TU|WE|TH|FR|SA|SU))*$/), open: plainTime, close: plainTime }))
    .max(14),
  timeZone: timeZone.optional(),
  /** null: at any time. Unsaid, a known station keeps what it has. */
  downloads: downloadWindow.nullable().optional(),
  screens: z.array(screenInput).max(200).default([]),
});
export type StationInput = z.infer<typeof stationInput>;

const weeklyShow = z.object({
  name: line(40).min(1),
  region: code,
  rrule: z.string().max(200),
  start: plainTime,
  minutes: z.int().min(1).max(1_440),
  timeZone: timeZone.optional(),
});

export const stationsFile = z.object({
  note: z.string().max(2_000).optional(),
  regions: z.array(regionInput).max(500),
  stations: z.array(stationInput).max(5_000),
  weeklyShows: z.array(weeklyShow).max(1_000).default([]),
});
export type StationsFile = z.input<typeof stationsFile>;
export const importOutcome = z.object({ regions: z.int(), stations: z.int(), screens: z.int(), shows: z.int() });
export type ImportOutcome = z.infer<typeof importOutcome>;
