import { z } from 'zod';
import { nearPosting } from './desk.ts';
import { columnMapping, columnMappings } from './intake.ts';
import { lintFinding, postingFacts } from './posting.ts';
import { id, isoInstant, regionCode } from './primitives.ts';

/** What the desk says and hears while a table, a paste, a photo or a recording becomes postings. */

/** Whose desk, and the file's name as the clerk had it. */
export const uploadQuery = z.object({ region: regionCode, name: z.string().max(255).default('') });
export const pasteIntake = z.object({ regionCode, text: z.string().min(1).max(2_000_000) });

export const intakeForStaff = z.object({
  id,
  kind: z.enum(['table', 'chat', 'form', 'photo', 'voice', 'recheck']),
  fileName: z.string().nullable(),
  bytes: z.int().nullable(),
  state: z.enum(['received', 'reading', 'preview', 'saved', 'failed']),
  rowsDone: z.int(),
  rowsTotal: z.int().nullable(),
  regionCode,
  authorName: z.string(),
  receivedAt: isoInstant,
  /** Why the file could not be read, worded. */
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  notices: z.array(z.string()),
  mappings: columnMappings,
  counts: z.object({
    postings: z.int(),
    blocked: z.int(),
    callBacks: z.int(),
    duplicates: z.int(),
    /** Of the postings: nearly the same as one that stands, and not decided about yet. */
    near: z.int(),
    rejected: z.int(),
    skipped: z.int(),
    saved: z.int(),
  }),
});
export type IntakeForStaff = z.infer<typeof intakeForStaff>;

export const intakeRowQuery = z.object({
  show: z.enum(['all', 'postings', 'blocked', 'duplicates', 'near', 'rejected', 'skipped']).default('all'),
  /** The id of the last row of the page before. */
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type IntakeRowQuery = z.infer<typeof intakeRowQuery>;

export const intakeRowForStaff = z.object({
  id,
  sheet: z.string(),
  row: z.int(),
  toRow: z.int().nullable(),
  outcome: z.enum(['posting', 'duplicate', 'rejected', 'skipped', 'call-back']),
  state: z.enum(['ready', 'blocked', 'call-back']).nullable(),
  facts: postingFacts.omit({ phones: true }).nullable(),
  phonesMasked: z.array(z.string()),
  findings: z.array(lintFinding),
  /** Worded: why it was rejected or skipped, what could not be read. */
  remarks: z.array(z.string()),
  /** The words as they stood, phone numbers masked. */
  original: z.record(z.string(), z.string()),
  /** The row that said the same, or the posting that this row renews. */
  sameAs: z.object({ sheet: z.string(), row: z.int() }).nullable(),
  renews: z.string().nullable(),
  /** A posting that stands already says nearly the same: added only if somebody picks it, or written into that one. */
  near: nearPosting.nullable(),
  postingId: id.nullable(),
});
export type IntakeRowForStaff = z.infer<typeof intakeRowForStaff>;
export const intakeRowPage = z.object({ rows: z.array(intakeRowForStaff), next: id.nullable() });

/** Mended in place. Without phones the row keeps those it has. */
export const mendRow = z.object({ facts: postingFacts });
export const remapIntake = z.object({ mappings: z.record(z.string().max(200), columnMapping) });

export const saveRows = z.object({
  rows: z.union([z.array(id).min(1).max(500), z.literal('all')]),
  /** Rows that nothing forbids go straight to a second person. */
  submit: z.boolean().default(true),
  /** Only rows behind this one, and so many at most: a long table is saved in portions that can be seen to move. */
  after: id.optional(),
  most: z.int().min(1).max(5_000).optional(),
});
export type SaveRows = z.input<typeof saveRows>;
export const saveOutcome = z.object({
  drafts: z.int(),
  submitted: z.int(),
  /** Unchanged repeats that are public at once. */
  published: z.int(),
  callBacks: z.int(),
  renewed: z.int(),
  /** Said twice, rejected, saved before, or nearly the same as what stands and not picked. */
  left: z.int(),
  /** Where the next portion goes on; null when all that was asked for is done. */
  next: id.nullable(),
});
export type SaveOutcome = z.infer<typeof saveOutcome>;

export const evidenceForStaff = z.object({
  id,
  kind: z.enum(['photo', 'voice']),
  fileName: z.string().nullable(),
  mediaType: z.string().nullable(),
  receivedAt: isoInstant,
});
export type EvidenceForStaff = z.infer<typeof evidenceForStaff>;
