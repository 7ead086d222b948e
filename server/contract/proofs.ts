import { z } from 'zod';
import type { Manifest } from '../domain/board/manifest.ts';
import { slideKinds } from '../domain/proof/played.ts';
import { pay } from './posting.ts';
import { id, isoInstant, plainDate, regionCode } from './primitives.ts';

const playedSlide = z.object({
  id: z.string().min(1).max(120),
  kind: z.enum(slideKinds),
  version: z.int().min(1),
  hash: z.string().max(64),
  postingIds: z.array(z.string().max(64)).max(40),
  subject: z.string().min(1).max(80).optional(),
});

/** Plays of one journal, numbered without a gap from `from`. Each names its slide by its place in `slides`. */
export const playBatch = z
  .object({
    journal: z.uuid(),
    from: z.int().min(1).max(2_000_000_000),
    slides: z.array(playedSlide).min(1).max(200),
    /** Place of the slide, epoch ms, ms on the glass. */
    plays: z
      .array(
        z.tuple([
          z.int().min(0),
          z.int().min(0).max(8_640_000_000_000_000),
          z
            .int()
            .min(0)
            .max(7 * 86_400_000),
        ]),
      )
      .min(1)
      .max(500),
  })
  .refine(({ slides, plays }) => plays.every(([slide]) => slide < slides.length), { path: ['plays'], message: 'a play names a slide' });
export type PlayBatch = z.infer<typeof playBatch>;

/** Everything up to this number is counted: the device may forget it. */
export const playsTaken = z.object({ upTo: z.int() });

export const proofGroups = ['posting', 'employer', 'screen', 'hour', 'day', 'other'] as const;

export const proofQuery = z.object({
  region: regionCode,
  from: plainDate,
  to: plainDate,
  by: z.enum(proofGroups).default('posting'),
  posting: id.optional(),
  employer: id.optional(),
  screen: id.optional(),
  station: id.optional(),
});
export type ProofQuery = z.output<typeof proofQuery>;

export const proofRow = z.object({
  /** Posting, employer, screen, hour (0–23), day, or what stood there besides jobs. */
  key: z.string(),
  label: z.string(),
  detail: z.string().nullable(),
  plays: z.int(),
  ms: z.number(),
  screens: z.int(),
  postings: z.int(),
  firstAt: isoInstant.nullable(),
  lastAt: isoInstant.nullable(),
});
export type ProofRow = z.infer<typeof proofRow>;

export const proofReport = z.object({
  rows: z.array(proofRow),
  totals: z.object({ plays: z.int(), ms: z.number(), screens: z.int(), postings: z.int() }),
  /** More rows than are shown: the table as a file has them all. */
  more: z.boolean(),
  timeZone: z.string(),
});
export type ProofReport = z.infer<typeof proofReport>;

export const gapCauses = ['takeover', 'awaited', 'lost', 'off'] as const;
export const coverageQuery = z.object({ screen: id, day: plainDate });
/** Open hours of one screen's day against what its glass proved. */
export const coverage = z.object({
  timeZone: z.string(),
  hours: z.array(
    z.object({
      hour: z.int(),
      expectedMs: z.int(),
      playedMs: z.int(),
      takeoverMs: z.int(),
      missingMs: z.int(),
      cause: z.enum(gapCauses).nullable(),
    }),
  ),
  expectedMs: z.int(),
  playedMs: z.int(),
  lost: z.int(),
  retimed: z.int(),
});
export type Coverage = z.infer<typeof coverage>;

export const traceQuery = z.object({
  screen: id,
  /** The minute that somebody looked. */
  at: isoInstant,
  number: z.coerce.number().int().min(1).max(99_999).optional(),
});

export const tracedSpan = z.object({
  version: z.int(),
  hash: z.string(),
  fromAt: isoInstant,
  toAt: isoInstant,
  /** `matches`: its words are kept, and give this hash. */
  words: z.enum(['matches', 'gone', 'wrong']),
  seal: z.enum(['open', 'sealed', 'changed', 'chain-broken']),
});
export type TracedSpan = z.infer<typeof tracedSpan>;

const person = z.object({ name: z.string(), at: isoInstant });
export const tracedRow = z.object({
  postingId: id,
  number: z.int(),
  version: z.int().nullable(),
  trade: z.string(),
  employer: z.string().nullable(),
  pay,
  place: z.string().nullable(),
  /** `proved`: its slide stood there in that minute; `held`: the manifest had it, its slide came at another minute. */
  shown: z.enum(['proved', 'held']),
  writtenBy: person.nullable(),
  /** `repeat`: unchanged within seven days of an approval, which is named. */
  approvedBy: person.extend({ version: z.int(), repeat: z.boolean() }).nullable(),
  source: z
    .object({
      kind: z.string(),
      intakeId: id,
      fileName: z.string().nullable(),
      sheet: z.string().nullable(),
      row: z.int().nullable(),
      receivedAt: isoInstant,
    })
    .nullable(),
  status: z.string(),
});
export type TracedRow = z.infer<typeof tracedRow>;

/** What stood there besides jobs; of a takeover, who raised it. */
export const tracedOther = z.object({
  kind: z.enum(['content', 'takeover']),
  /** The content's or takeover's. */
  id: z.string(),
  /** Of a safe slate: empty. */
  title: z.string(),
  version: z.int().nullable(),
  writtenBy: person.nullable(),
  approvedBy: person.nullable(),
  source: z.string().nullable(),
});
export type TracedOther = z.infer<typeof tracedOther>;

export const trace = z.object({
  screen: z.object({ id, name: z.string(), stationName: z.string(), timeZone: z.string() }),
  at: isoInstant,
  spans: z.array(tracedSpan),
  slides: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(slideKinds),
      hash: z.string(),
      subject: z.string().nullable(),
      fromAt: isoInstant,
      toAt: isoInstant,
    }),
  ),
  rows: z.array(tracedRow),
  others: z.array(tracedOther),
  /** What the glass held, drawn as it was; null where its words are kept no more. */
  manifest: z.custom<Manifest>().nullable(),
});
export type Trace = z.infer<typeof trace>;

export const shownOn = z.object({
  timeZone: z.string(),
  screens: z.array(
    z.object({
      screenId: id,
      name: z.string(),
      stationName: z.string(),
      plays: z.int(),
      ms: z.number(),
      firstAt: isoInstant,
      lastAt: isoInstant,
    }),
  ),
});
export type ShownOn = z.infer<typeof shownOn>;
