import { z } from 'zod';
import { episodeState } from './live.ts';
import { id, isoInstant } from './primitives.ts';

/** One pitched job of a show. Steps of the funnel are those of the show's own codes for it. */
export const reportedJob = z.object({
  postingId: id,
  number: z.int().nullable(),
  trade: z.string(),
  employer: z.string().nullable(),
  headcount: z.int(),
  /** For how long it was pitched with a picture, s. */
  pitchedSeconds: z.int(),
  /** Most viewers while it was pitched. */
  mostViewers: z.int(),
  scans: z.int(),
  views: z.int(),
  grabs: z.int(),
  confirmed: z.int(),
});
export type ReportedJob = z.infer<typeof reportedJob>;

export const episodeReport = z.object({
  episodeId: id,
  slug: z.string(),
  title: z.string(),
  hostName: z.string(),
  organiser: z.string(),
  state: episodeState,
  timeZone: z.string(),
  startedAt: isoInstant.nullable(),
  endedAt: isoInstant.nullable(),
  /** As stations publish them: N 家企业、N 个岗位、N 人，观看 N 人次. */
  employers: z.int(),
  postings: z.int(),
  headcount: z.int(),
  views: z.int(),
  peak: z.int(),
  watchSeconds: z.int(),
  messages: z.int(),
  askedToBeRung: z.int(),
  curve: z.array(z.object({ at: isoInstant, viewers: z.int() })),
  jobs: z.array(reportedJob),
  questions: z.array(z.object({ text: z.string(), votes: z.int(), answered: z.boolean() })),
});
export type EpisodeReport = z.infer<typeof episodeReport>;
