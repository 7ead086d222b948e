import { z } from 'zod';
import { isoInstant } from './primitives.ts';

/** A show that can be watched again. */
export const pastEpisode = z.object({
  slug: z.string(),
  title: z.string(),
  hostName: z.string(),
  organiser: z.string(),
  startedAt: isoInstant,
  durationMs: z.number(),
  jobs: z.int(),
  demo: z.boolean(),
});
export type PastEpisode = z.infer<typeof pastEpisode>;
