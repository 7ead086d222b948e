import { z } from 'zod';
import { id, line } from './primitives.ts';

/** Characters: two short lines on a phone. */
export const LONGEST_CAPTION = 60;

/** 字幕: one line of what is being said, short enough to be read while it stands. */
export const sayCaption = z.object({ text: line(LONGEST_CAPTION).min(1) });
export type SayCaption = z.infer<typeof sayCaption>;

export const captionOnWire = z.object({
  id,
  /** Program media time at which it goes up, ms; null when no picture ran. */
  mediaTimeMs: z.int().nullable(),
  durationMs: z.int(),
  text: z.string(),
});
export type CaptionOnWire = z.infer<typeof captionOnWire>;
