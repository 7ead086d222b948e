import { z } from 'zod';
import { id, isoInstant, line, linkCode, mobile } from './primitives.ts';

export const codeRequest = z.object({ phone: mobile, link: linkCode.optional() });
export const codeCheck = z.object({ phone: mobile, code: z.string().regex(/^\d{6}$/) });

export const grabState = z.enum(['held', 'grabbed', 'waiting', 'confirmed', 'declined', 'cancelled', 'lapsed', 'started']);
export type GrabState = z.infer<typeof grabState>;

/** A grab by a verified seeker (session cookie), or with a phone only: then it is held 15 minutes for a call back. */
export const grabRequest = z.object({ postingId: id, link: linkCode.optional(), name: line(20).optional(), phone: mobile.optional() });

export const grabForSeeker = z.object({
  id,
  postingId: id,
  number: z.int().nullable(),
  trade: z.string(),
  state: grabState,
  waitingNumber: z.int().nullable(),
  holdUntil: isoInstant.nullable(),
  arrival: z.object({ place: z.string().optional(), when: z.string().optional(), contact: z.string().optional(), bring: z.string().optional() }).nullable(),
  createdAt: isoInstant,
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
