import { z } from 'zod';
import { postingForPublic } from './posting.ts';
import { id, isoInstant, line } from './primitives.ts';

/** What the phone pages ask for. Positions are used for this one answer and kept nowhere. */

export const stationForPublic = z.object({
  id,
  name: z.string(),
  phone: z.string(),
  address: z.string().nullable(),
  timeZone: z.string(),
  demo: z.boolean(),
});
export type StationForPublic = z.infer<typeof stationForPublic>;

const now = { serverTime: isoInstant, /** YYYY-MM-DD in the station's zone. */ today: z.string(), timeZone: z.string() };

/** `/j/<code>`: what was scanned, and the jobs it opens, in the order of the glass. */
export const scannedPage = z.object({
  ...now,
  code: z.string(),
  origin: z.enum(['screen', 'show', 'print', 'chat', 'poster']),
  station: stationForPublic.nullable(),
  screenName: z.string().nullable(),
  page: z.int().nullable(),
  /** The code of a show, not of one job in it. */
  showSlug: z.string().nullable(),
  /** The code is too old to promise anything; the jobs that still stand are shown all the same. */
  expired: z.boolean(),
  jobs: z.array(postingForPublic),
  /** Jobs of this code that are no longer offered. */
  gone: z.int(),
  nearby: z.array(postingForPublic),
});
export type ScannedPage = z.infer<typeof scannedPage>;

export const jobPage = z.object({
  ...now,
  job: postingForPublic.extend({
    employerCheckedHow: z.enum(['licence', 'identity-card', 'site-visit']).nullable(),
    address: z.string().nullable(),
    /** When the station took the offer in; corrections and renewals don't move it. */
    postedAt: isoInstant,
  }),
  station: stationForPublic.nullable(),
  /** What was scanned, when the job was reached by a code. */
  scanned: z
    .object({ code: z.string(), screenName: z.string().nullable(), page: z.int().nullable(), stationName: z.string().nullable() })
    .nullable(),
  /** The other jobs of the same code. */
  together: z.array(postingForPublic),
  nearby: z.array(postingForPublic),
  smsAvailable: z.boolean(),
});
export type JobPage = z.infer<typeof jobPage>;

export const jobQuery = z.object({
  link: z.string().max(20).optional(),
  /** Which of the job's pages asks; the job's own when absent. */
  page: z.enum(['job', 'grab', 'report']).optional(),
  lat: z.coerce.number().min(-90).max(90).optional(),
  lon: z.coerce.number().min(-180).max(180).optional(),
});

export const browseQuery = z.object({
  q: line(40).optional(),
  trade: line(20).optional(),
  station: id.optional(),
  lat: z.coerce.number().min(-90).max(90).optional(),
  lon: z.coerce.number().min(-180).max(180).optional(),
  sort: z.enum(['near', 'pay', 'new']).optional(),
  page: z.coerce.number().int().min(1).max(200).default(1),
});
export type BrowseQuery = z.infer<typeof browseQuery>;

export const browsePage = z.object({
  ...now,
  jobs: z.array(postingForPublic),
  total: z.int(),
  page: z.int(),
  pages: z.int(),
  trades: z.array(z.object({ trade: z.string(), count: z.int() })),
  stations: z.array(z.object({ id, name: z.string() })),
  /** Where distances are measured from: the chosen station's name, or the person's own place. */
  from: z.enum(['station', 'person']).nullable(),
  /** Nothing on this page is real: every station is the demo's. */
  demo: z.boolean(),
});
export type BrowsePage = z.infer<typeof browsePage>;

/** The funnel of a station (or of all in reach), by step. */
export const funnelQuery = z.object({ station: id.optional(), since: isoInstant.optional(), until: isoInstant.optional() });
export const funnel = z.object({
  scans: z.int(),
  views: z.int(),
  verifies: z.int(),
  grabs: z.int(),
  confirmed: z.int(),
  started: z.int(),
});
export type Funnel = z.infer<typeof funnel>;
