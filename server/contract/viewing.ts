import { z } from 'zod';
import { viewingPaths } from '../domain/live/viewing.ts';

/** One beat is ten seconds; a page that slept may say a little more, and nobody can say much. */
const MOST_MS = 120_000;
const ms = z.number().int().min(0).max(MOST_MS);

/** What a page or a screen saw since its last report: added up an episode and path, and kept without the page. */
export const viewingSeen = z.object({
  path: z.enum(['webrtc', 'hls']),
  startUpMs: ms.optional(),
  watchedMs: ms,
  stalls: z.number().int().min(0).max(100),
  stalledMs: ms,
  latencyMs: ms.optional(),
});
export type ViewingSeen = z.infer<typeof viewingSeen>;

const percentiles = z.object({ p50: z.int(), p95: z.int() }).nullable();
export const viewingQuality = z.object({
  /** The machine could not make the picture of 360 lines beside the program's. */
  smallDropped: z.boolean(),
  paths: z.array(
    z.object({
      path: z.enum(viewingPaths),
      watchedMinutes: z.int(),
      starts: z.int(),
      startUpMs: percentiles,
      latencyMs: percentiles,
      stallsAnHour: z.number(),
      stalledShare: z.number(),
    }),
  ),
});
export type ViewingQuality = z.infer<typeof viewingQuality>;
