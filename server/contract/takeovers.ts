import { z } from 'zod';
import { id, isoInstant } from './primitives.ts';

/** A takeover with what became of it on the glass that it was meant for. */
export const takeoverReport = z.object({
  id,
  kind: z.enum(['safe-slate', 'notice']),
  message: z.string().nullable(),
  drill: z.boolean(),
  reach: z.string(),
  raisedBy: z.string(),
  startsAt: isoInstant,
  endsAt: isoInstant,
  liftedAt: isoInstant.nullable(),
  liftedBy: z.string().nullable(),
  /** Whether it stands now, and whoever asks may lift it. */
  stands: z.boolean(),
  mayLift: z.boolean(),
  figures: z.object({
    reached: z.int(),
    answered: z.int(),
    within: z.array(z.object({ seconds: z.int(), screens: z.int() })),
    medianMs: z.int().nullable(),
    p95Ms: z.int().nullable(),
    slowestMs: z.int().nullable(),
  }),
});
export type TakeoverReport = z.infer<typeof takeoverReport>;

export const takeoverGlass = z.object({
  screenId: id,
  name: z.string(),
  station: z.string(),
  /** After it was raised, ms; null: not heard of. */
  afterMs: z.int().nullable(),
  /** Closed by its hours when it was raised: a glass that sleeps answers nothing. */
  openThen: z.boolean(),
  lastSeenAt: isoInstant.nullable(),
});
export type TakeoverGlass = z.infer<typeof takeoverGlass>;
export const takeoverDetail = takeoverReport.extend({ glass: z.array(takeoverGlass) });
export type TakeoverDetail = z.infer<typeof takeoverDetail>;
