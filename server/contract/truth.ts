import { z } from 'zod';
import { pay, shift } from './posting.ts';
import { id, isoInstant, paragraph, plainDate } from './primitives.ts';

const answer = z.enum(['yes', 'no', 'unasked']);

/** One call: nobody answered, or what was said. */
export const truthCall = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unanswered'), note: paragraph(400).optional() }),
  z.object({ kind: z.literal('answered'), numberWorks: answer, stillOpen: answer, payAsShown: answer, note: paragraph(400).optional() }),
]);
export type TruthCall = z.infer<typeof truthCall>;

export const truthTally = z.object({
  drawn: z.int(),
  right: z.int(),
  wrong: z.int(),
  unreached: z.int(),
  open: z.int(),
  low: z.number(),
  high: z.number(),
});
export type TruthTally = z.infer<typeof truthTally>;

export const truthCheck = z.object({
  id,
  week: plainDate,
  postingId: id,
  regionCode: z.string(),
  shown: z.object({
    number: z.int().nullable(),
    trade: z.string(),
    employer: z.string().nullable(),
    pay,
    shift,
    place: z.string().nullable(),
    stationName: z.string(),
    screenName: z.string(),
    lastShownAt: isoInstant,
  }),
  phonesMasked: z.array(z.string()),
  /** Of the posting now. */
  status: z.string(),
  outcome: z.enum(['open', 'true', 'false', 'unreached']),
  numberWorks: answer.nullable(),
  stillOpen: answer.nullable(),
  payAsShown: answer.nullable(),
  attempts: z.int(),
  triedAt: isoInstant.nullable(),
  note: z.string().nullable(),
  checkedBy: z.string().nullable(),
  checkedAt: isoInstant.nullable(),
});
export type TruthCheck = z.infer<typeof truthCheck>;

export const truthRound = z.object({
  id,
  week: plainDate,
  /** Empty: the whole installation. */
  regionCode: z.string(),
  regionName: z.string(),
  fromDay: plainDate,
  toDay: plainDate,
  seed: z.string(),
  population: z.int(),
  drawnAt: isoInstant,
  tally: truthTally,
});
export type TruthRound = z.infer<typeof truthRound>;

export const truthSheet = z.object({
  week: plainDate,
  timeZone: z.string(),
  checks: z.array(truthCheck),
  /** Newest first; this week's and those before. */
  rounds: z.array(truthRound),
});
export type TruthSheet = z.infer<typeof truthSheet>;
