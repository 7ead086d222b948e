import { z } from 'zod';
import { type EmployerKind, employerKinds, type PostingFacts, payUnits, settlements, shiftKinds } from '../domain/posting/facts.ts';
import { postingStatuses } from '../domain/posting/status.ts';
import { id, isoInstant, line, paragraph, plainDate, plainTime, position, regionCode } from './primitives.ts';

export const pay = z.object({
  min: z.number().nonnegative().max(1_000_000).optional(),
  max: z.number().nonnegative().max(1_000_000).optional(),
  unit: z.enum(payUnits).optional(),
  settlement: z.enum(settlements).optional(),
  negotiable: z.boolean(),
  note: line(60).optional(),
});

export const headcount = z.object({
  min: z.int().min(1).max(9_999),
  max: z.int().min(1).max(9_999),
  approximate: z.boolean(),
});

export const shift = z.object({
  kind: z.enum(shiftKinds),
  start: plainTime.optional(),
  end: plainTime.optional(),
  nextDay: z.boolean().optional(),
  hours: z.number().positive().max(24).optional(),
  startsOn: plainDate.optional(),
  text: line(80),
});

export const expiry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('date'), on: plainDate }),
  z.object({ kind: z.literal('long-term') }),
  z.object({ kind: z.literal('unstated') }),
]);

export const employerKind = z.enum(employerKinds satisfies readonly EmployerKind[]);

export const postingFacts = z.object({
  trade: line(20).min(1),
  title: line(40).optional(),
  category: line(20).optional(),
  employer: line(60).optional(),
  employerKind,
  headcount,
  pay,
  shift,
  place: line(80).optional(),
  phones: z.array(z.string().regex(/^\d{7,16}$/)).max(5),
  contact: line(20).optional(),
  requirements: z.array(line(80)).max(20),
  benefits: z.array(line(40)).max(20),
  expiry,
  description: paragraph(2_000).optional(),
}) satisfies z.ZodType<PostingFacts>;

/** 审核意见: what lint says of one field. Offsets are UTF-16 positions in the field's text. */
export const lintFinding = z.object({
  rule: z.string(),
  severity: z.enum(['block', 'warn']),
  field: z.string(),
  span: z.object({ start: z.int(), end: z.int(), text: z.string() }).optional(),
  source: z.object({ law: z.string(), article: z.string().optional(), date: z.string().optional(), url: z.string().optional() }).optional(),
  explanation: z.object({ zh: z.string(), en: z.string() }),
  fix: z.object({ zh: z.string(), en: z.string() }).optional(),
  /** What the field could say instead. */
  proposal: z.string().optional(),
});
export type LintFinding = z.infer<typeof lintFinding>;

/** A posting as staff see it: phones masked; the numbers themselves are asked for one at a time, and audited. */
export const postingForStaff = z.object({
  id,
  number: z.int().nullable(),
  status: z.enum(postingStatuses),
  version: z.int(),
  approvedVersion: z.int().nullable(),
  regionCode,
  facts: postingFacts.omit({ phones: true }),
  phonesMasked: z.array(z.string()),
  findings: z.array(lintFinding),
  employerId: id.nullable(),
  employerChecked: z.boolean(),
  authorId: z.string(),
  placesTotal: z.int(),
  placesLeft: z.int(),
  position: position.nullable(),
  confirmedAt: isoInstant.nullable(),
  expiresAt: isoInstant.nullable(),
  createdAt: isoInstant,
  updatedAt: isoInstant,
});
export type PostingForStaff = z.infer<typeof postingForStaff>;

/** A posting as anybody sees it. No private mobile. */
export const postingForPublic = z.object({
  id,
  number: z.int(),
  status: z.enum(['open', 'filled']),
  facts: postingFacts.omit({ phones: true, contact: true }),
  employerChecked: z.boolean(),
  placesTotal: z.int(),
  placesLeft: z.int(),
  position: position.nullable(),
  /** Metres from the station or the seeker; absent where the place has no coordinates: never made up. */
  distanceM: z.number().nullable(),
  confirmedAt: isoInstant.nullable(),
  expiresAt: isoInstant.nullable(),
});
export type PostingForPublic = z.infer<typeof postingForPublic>;

/** Where an approved posting is shown. */
export const publicationTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('station'), stationId: id }),
  z.object({ kind: z.literal('region'), regionCode }),
]);
export const publicationRequest = z.object({
  target: publicationTarget,
  startsAt: isoInstant.optional(),
  endsAt: isoInstant.optional(),
  priority: z.int().min(-10).max(10).default(0),
});
export type PublicationRequest = z.infer<typeof publicationRequest>;
