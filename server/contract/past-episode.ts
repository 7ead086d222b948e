import { z } from 'zod';
import { isoInstant } from './primitives.ts';

/** A show that can be watched again. */
export const pastEpisode = z.object({
  slug: z.string(),
  title: z.string(),
  hostName: z.string(),
  organiser: z.string(),
  startedAt: isoInstant,
  /** Of the show's region: what its day is said in. */
  timeZone: z.string(),
  durationMs: z.number(),
  jobs: z.int(),
  demo: z.boolean(),
});
export type PastEpisode = z.infer<typeof pastEpisode>;
