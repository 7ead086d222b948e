import { z } from 'zod';
import { guidanceKinds } from '../domain/guidance/entry.ts';
import { isoInstant, line, paragraph, plainDate, regionCode } from './primitives.ts';

/** 便民信息: policies, training and telephones, each with the source it was taken from. */
const guidanceText = z.object({
  kind: z.enum(guidanceKinds),
  title: line(40).min(2),
  body: paragraph(2_000),
  /** For readers of English, where somebody has written it. */
  titleEn: line(80).nullable(),
  bodyEn: paragraph(3_000).nullable(),
  /** Digits as they are dialled, for telephones. */
  phone: z
    .string()
    .regex(/^[\d-]{3,20}$/)
    .nullable(),
  source: line(200).min(2),
  /** In force since, or published on. */
  sourceDate: plainDate.nullable(),
  /** When somebody here last looked whether it still holds. */
  checkedOn: plainDate.nullable(),
});

export const guidanceEntry = guidanceText
  .extend({ regionCode: regionCode.nullable(), hidden: z.boolean().default(false), place: z.int().min(0).max(999).default(500) })
  .refine((entry) => (entry.kind === 'hotline') === (entry.phone !== null), {
    path: ['phone'],
    message: 'a telephone, and only that, has a number',
  })
  .refine((entry) => entry.kind === 'hotline' || entry.body.trim() !== '', { path: ['body'], message: 'a text says something' });
export type GuidanceEntry = z.infer<typeof guidanceEntry>;

export const guidanceId = z.object({ id: z.string().regex(/^[\w-]{1,64}$/) });

export const guidanceForPublic = guidanceText.extend({ id: z.string() });
export type GuidanceForPublic = z.infer<typeof guidanceForPublic>;

export const guidanceForStaff = guidanceForPublic.extend({
  regionCode: regionCode.nullable(),
  hidden: z.boolean(),
  place: z.int(),
  /** As it came with the product, changed by nobody. */
  builtIn: z.boolean(),
  editedAt: isoInstant.nullable(),
  /** Of the newest wording; what came with the product counts as approved, version 0. */
  state: z.enum(['waiting', 'approved', 'rejected']),
  version: z.int(),
  /** What the kiosks show: this wording, an earlier one, or nothing. */
  onKiosk: z.enum(['this', 'earlier', 'nothing']),
  writtenBy: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: isoInstant.nullable(),
  rejectedReason: z.string().nullable(),
  /** The asker wrote a part of it, so somebody else approves. */
  isMine: z.boolean(),
  mayApprove: z.boolean(),
});
export type GuidanceForStaff = z.infer<typeof guidanceForStaff>;
