import { z } from 'zod';
import { grabStates } from '../domain/grab/state.ts';
import { pay, shift } from './posting.ts';
import { id, isoInstant, line, linkCode, mobile, regionCode } from './primitives.ts';

export const codeRequest = z.object({ phone: mobile, link: linkCode.optional() });
export const codeCheck = z.object({ phone: mobile, code: z.string().regex(/^\d{6}$/) });

/** How long until the same phone gets another text, and how long the code is good for. */
export const codeSent = z.object({ resendSeconds: z.int(), minutes: z.int() });

export const grabState = z.enum(grabStates);
export type GrabState = z.infer<typeof grabState>;

/** A grab by a verified seeker (session cookie), or with a phone only: then it is held 15 minutes for a call back. */
export const grabRequest = z.object({ postingId: id, link: linkCode.optional(), name: line(20).optional(), phone: mobile.optional() });

/** 到岗须知 */
export const arrival = z.object({
  place: z.string().optional(),
  when: z.string().optional(),
  contact: z.string().optional(),
  bring: z.string().optional(),
});

export const grabForSeeker = z.object({
  id,
  postingId: id,
  number: z.int().nullable(),
  trade: z.string(),
  state: grabState,
  waitingNumber: z.int().nullable(),
  holdUntil: isoInstant.nullable(),
  arrival: arrival.nullable(),
  createdAt: isoInstant,
  /** How many stand before this one on the waiting list. */
  ahead: z.int().nullable(),
  pay,
  shift,
  place: z.string().nullable(),
  employer: z.string().nullable(),
  /** Whom to ring about it. */
  station: z.object({ id, name: z.string(), phone: z.string(), timeZone: z.string(), demo: z.boolean() }).nullable(),
  /** What the person can still do. */
  cancellable: z.boolean(),
  /** The person has said that they worked today. */
  workedToday: z.boolean(),
});
export type GrabForSeeker = z.infer<typeof grabForSeeker>;

/** The employer's or clerk's answer. */
export const grabAnswer = z.object({
  answer: z.enum(['confirm', 'decline']),
  arrival: z
    .object({ place: line(80).optional(), when: line(40).optional(), contact: line(20).optional(), bring: line(80).optional() })
    .optional(),
  reason: line(80).optional(),
});

export const reportRequest = z.object({
  postingId: id,
  reason: z.enum(['fee', 'false', 'unreachable', 'filled']),
  detail: line(200).optional(),
  link: linkCode.optional(),
});
export type ReportRequest = z.infer<typeof reportRequest>;

/** What a grab brought. `repeated`: the same person had asked before, and that stands. */
export const grabOutcome = z.object({ grabId: id, state: grabState, waitingNumber: z.int().nullable(), repeated: z.boolean() });
export type GrabOutcomeBody = z.infer<typeof grabOutcome>;

/** Entered by a clerk for somebody who stands at the desk, or rings; people without a phone too. */
export const deskGrab = z.object({ postingId: id, name: line(20).optional(), phone: mobile.optional(), stationId: id.optional() });
export type DeskGrab = z.infer<typeof deskGrab>;

/** A grab as desk and employer list it: the phone is masked, and asked for one at a time. */
export const grabForStaff = z.object({
  id,
  postingId: id,
  number: z.int().nullable(),
  trade: z.string(),
  employer: z.string().nullable(),
  state: grabState,
  waitingNumber: z.int().nullable(),
  channel: z.enum(['phone', 'call-back', 'desk']),
  name: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  /** Proved by a one-time code, or by a clerk who met the person. */
  phoneProved: z.boolean(),
  stationName: z.string().nullable(),
  screenName: z.string().nullable(),
  holdUntil: isoInstant.nullable(),
  arrival: arrival.nullable(),
  createdAt: isoInstant,
  answeredAt: isoInstant.nullable(),
  startedAt: isoInstant.nullable(),
});
export type GrabForStaff = z.infer<typeof grabForStaff>;

export const grabQuery = z.object({
  posting: id.optional(),
  region: regionCode.optional(),
  /** open: somebody still has to answer or come; all: the finished too. */
  view: z.enum(['open', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type GrabQuery = z.infer<typeof grabQuery>;

export const reportForStaff = z.object({
  id,
  postingId: id,
  number: z.int().nullable(),
  trade: z.string(),
  employer: z.string().nullable(),
  reason: z.enum(['fee', 'false', 'unreachable', 'filled']),
  detail: z.string().nullable(),
  /** Already off the wall because of it. */
  hidden: z.boolean(),
  createdAt: isoInstant,
});
export type ReportForStaff = z.infer<typeof reportForStaff>;
export const reportAnswer = z.object({ outcome: z.enum(['upheld', 'dismissed']) });
