import { z } from 'zod';
import type { KioskJob } from '../domain/kiosk/choose.ts';
import { kioskSorts, withinChoices } from '../domain/kiosk/choose.ts';
import { useCounts } from '../domain/kiosk/uses.ts';
import { grabOutcome } from './grabs.ts';
import { guidanceForPublic } from './guidance.ts';
import { pay, shift } from './posting.ts';
import { id, isoInstant, line, mobile, plainDate } from './primitives.ts';

/** 自助求职机. What a touch screen in a hall asks for, as the screen that it is: no person is known by any of it. */

export const kioskJob = z.object({
  id,
  number: z.int(),
  trade: z.string(),
  title: z.string().optional(),
  employer: z.string().optional(),
  /** null: this device can't know it without its server. */
  employerChecked: z.boolean().nullable(),
  pay,
  shift,
  place: z.string().optional(),
  distanceM: z.number().nullable(),
  requirements: z.array(z.string()).nullable(),
  benefits: z.array(z.string()),
  description: z.string().optional(),
  placesLeft: z.int(),
  placesTotal: z.int().nullable(),
  filled: z.boolean(),
  startsToday: z.boolean(),
  confirmedAt: isoInstant.nullable(),
  expiresAt: isoInstant.nullable(),
}) satisfies z.ZodType<KioskJob>;

const flag = z.enum(['1']).transform(() => true);

export const kioskQuery = z.object({
  q: line(40).optional(),
  trade: line(20).optional(),
  today: flag.optional(),
  within: z.coerce
    .number()
    .refine((metres) => (withinChoices as readonly number[]).includes(metres))
    .optional(),
  sort: z.enum(kioskSorts).default('near'),
  page: z.coerce.number().int().min(1).max(200).default(1),
  per: z.coerce.number().int().min(1).max(12).default(5),
});
export type KioskQuery = z.infer<typeof kioskQuery>;

export const kioskList = z.object({
  jobs: z.array(kioskJob),
  total: z.int(),
  page: z.int(),
  pages: z.int(),
  trades: z.array(z.object({ trade: z.string(), count: z.int() })),
});
export type KioskList = z.infer<typeof kioskList>;

/** What the kiosk keeps for the time without its server: texts, telephones, and the words that its keyboard offers. */
export const kioskDesk = z.object({
  guidance: z.array(guidanceForPublic),
  words: z.array(z.object({ text: z.string(), pinyin: z.string(), initials: z.string() })),
  smsAvailable: z.boolean(),
});
export type KioskDesk = z.infer<typeof kioskDesk>;

export const kioskCode = z.object({ code: z.string(), url: z.string() });
export type KioskCode = z.infer<typeof kioskCode>;

export const kioskCodeRequest = z.object({ postingId: id, phone: mobile });
/** With a one-time code the place is the person's; without one it is held until a clerk has rung. */
export const kioskGrab = z.object({
  postingId: id,
  phone: mobile,
  code: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});
export const kioskGrabbed = grabOutcome.omit({ grabId: true });
export type KioskGrabbed = z.infer<typeof kioskGrabbed>;

const counts = z.object(
  Object.fromEntries(useCounts.map((name) => [name, z.int().min(0).max(1_000_000)])) as Record<(typeof useCounts)[number], z.ZodInt>,
);

/** Totals that only grow, of one start of the device on one day: sent again they change nothing. */
export const kioskUses = z.object({
  runs: z
    .array(counts.extend({ run: id, day: plainDate }))
    .min(1)
    .max(40),
});
export type KioskUses = z.infer<typeof kioskUses>;

export const kioskFiguresQuery = z.object({ from: plainDate.optional(), to: plainDate.optional() });
export const kioskFigure = counts.extend({
  day: plainDate,
  screenId: z.string(),
  screenName: z.string(),
  stationName: z.string(),
  /** Phones that have opened a code shown on this kiosk: the hand-overs that came off. */
  scans: z.int(),
});
export type KioskFigure = z.infer<typeof kioskFigure>;
