import { z } from 'zod';
import { lintFinding } from './posting.ts';
import { id, line } from './primitives.ts';
import { takeoverTarget } from './takeovers.ts';

/** What glass says of a notice, with what would mend it. */
export const noticeFinding = lintFinding.extend({
  /** Its paragraphs as several notices. */
  parts: z.array(z.array(z.string())).optional(),
  /** The longest that one round of its pages takes, in seconds. */
  seconds: z.int().optional(),
  on: z.object({ screens: z.int(), names: z.string() }),
});
export type NoticeFinding = z.infer<typeof noticeFinding>;
export const noticeFindings = z.object({ findings: z.array(noticeFinding) });

/** Urgent words that are still being typed, on the glass they are meant for. */
export const lintUrgent = z.object({
  message: line(120).min(1),
  target: z.union([takeoverTarget, z.object({ kind: z.literal('screens'), screenIds: z.array(id).min(1).max(500) })]),
});
export type LintUrgent = z.output<typeof lintUrgent>;
