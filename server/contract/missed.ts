import { z } from 'zod';
import { LONGEST_STRETCH_MS, MOST_STRETCH_BYTES, PIECE_BYTES } from '../domain/live/missed.ts';
import { id } from './primitives.ts';

const mediaMs = z
  .int()
  .min(0)
  .max(48 * 3_600_000);

/** A stretch that the server missed and a host sends. */
export const missedStretch = z.object({
  id,
  fromMs: z.int(),
  toMs: z.int(),
  zeroMs: z.int(),
  state: z.enum(['receiving', 'received', 'filling', 'filled', 'failed']),
  /** Of the server's work on it, 0–100. */
  percent: z.int(),
  bytes: z.number(),
  /** Numbers of the pieces that are here. */
  pieces: z.array(z.int()),
});
export type MissedStretch = z.infer<typeof missedStretch>;

/** What the recording lacks, and what has been done about it. */
export const missedOnWire = z.object({
  /** The server's clock, ms since the Unix epoch: what gaps began by. */
  serverMs: z.number(),
  gaps: z.array(
    z.object({
      fromMs: z.number(),
      toMs: z.number(),
      /** When it began, on the server's clock and, where its reports had told, on that of whoever sent: ms since the Unix epoch. */
      atMs: z.number(),
      hostAtMs: z.number().nullable(),
    }),
  ),
  stretches: z.array(missedStretch),
});
export type MissedOnWire = z.infer<typeof missedOnWire>;

export const offerMissed = z
  .object({
    /** On the program's clock. */
    fromMs: mediaMs,
    toMs: mediaMs,
    /** Where time 0 of what will be sent stands on that clock; before its own zero where the recording began before the program. */
    zeroMs: z
      .int()
      .min(-48 * 3_600_000)
      .max(48 * 3_600_000),
    bytes: z.int().min(1).max(MOST_STRETCH_BYTES),
  })
  .refine(({ fromMs, toMs }) => toMs > fromMs && toMs - fromMs <= LONGEST_STRETCH_MS, { path: ['toMs'] });
export type OfferMissed = z.infer<typeof offerMissed>;

export const missedPiece = z.object({
  id,
  stretch: id,
  piece: z.coerce
    .number()
    .int()
    .min(0)
    .max(Math.ceil(MOST_STRETCH_BYTES / PIECE_BYTES)),
});
/** Of the piece's bytes, hex. */
export const pieceHash = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
