import { z } from 'zod';
import { id, isoInstant, line } from './primitives.ts';

export const takeoverTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('screen'), screenId: id }),
  z.object({ kind: z.literal('station'), stationId: id }),
  z.object({ kind: z.literal('region'), regionCode: z.string().min(2).max(64) }),
  z.object({ kind: z.literal('all') }),
]);
export type TakeoverTarget = z.output<typeof takeoverTarget>;

/** 切到安全画面 or 紧急通知; always with an end. */
const raised = {
  kind: z.enum(['safe-slate', 'notice']),
  message: line(120).min(1).optional(),
  /** 演练 */
  drill: z.boolean().default(false),
  minutes: z
    .int()
    .min(1)
    .max(24 * 60),
};
const saysSomething = ({ kind, message }: { kind: string; message?: string | undefined }) => kind === 'safe-slate' || message !== undefined;
const unsaid = { path: ['message'], message: 'a notice says something' };

export const raiseTakeover = z.object({ ...raised, target: takeoverTarget }).refine(saysSomething, unsaid);
export type RaiseTakeover = z.input<typeof raiseTakeover>;

/** Takeovers stand at each screen by itself: for more, there are station and region. */
export const mostTakenOver = 500;
export const takeOverScreens = z.object({ ...raised, screenIds: z.array(id).min(1).max(mostTakenOver) }).refine(saysSomething, unsaid);
export type TakeOverScreens = z.output<typeof takeOverScreens>;

export const liftedTakeovers = z.object({ lifted: z.int() });

/** A takeover with what became of it on the glass that it was meant for. */
export const takeoverReport = z.object({
  id,
  kind: z.enum(['safe-slate', 'notice']),
  message: z.string().nullable(),
  drill: z.boolean(),
  reach: z.string(),
  /** Takeovers that were raised in one go, this one among them: as many as whoever asks answers for. */
  raised: z.int(),
  /** Of them, those that still stand, and are lifted together. */
  together: z.int(),
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
