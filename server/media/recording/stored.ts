import { z } from 'zod';
import type { RecordedRun } from './run-files.ts';

const stretch = { offset: z.number(), bytes: z.number() };
const storedRun = z.object({
  name: z.string(),
  epochMs: z.number(),
  isSealed: z.boolean(),
  maps: z.array(z.object({ id: z.number(), ...stretch })),
  segments: z.array(
    z.object({
      number: z.number(),
      map: z.number(),
      timeMs: z.number(),
      durationMs: z.number(),
      breaks: z.boolean(),
      isSlate: z.literal(true).optional(),
      senderZeroMs: z.number().optional(),
      ...stretch,
    }),
  ),
});
const summary = z.object({ episodeId: z.string(), runs: z.array(storedRun), fills: z.array(storedRun).default([]) });

/** Runs, and what fills their gaps. */
export interface Stored {
  readonly runs: readonly RecordedRun[];
  readonly fills: readonly RecordedRun[];
}

/** What lies in a store, as it says itself beside the files. */
export function readSummary(text: string): Stored {
  const { runs, fills } = summary.parse(JSON.parse(text));
  return { runs: runs.map(plain), fills: fills.map(plain) };
}

/** What lies here is newer than what the store says of it. */
export function joined(here: Stored, there: Stored): Stored {
  const names = new Set(here.fills.map(({ name }) => name));
  return {
    runs: here.runs.length > 0 ? here.runs : there.runs,
    fills: [...there.fills.filter(({ name }) => !names.has(name)), ...here.fills],
  };
}

const plain = ({ segments, ...run }: z.infer<typeof storedRun>): RecordedRun => ({
  ...run,
  segments: segments.map(({ isSlate, senderZeroMs, ...segment }) => ({
    ...segment,
    ...(isSlate && { isSlate }),
    ...(senderZeroMs !== undefined && { senderZeroMs }),
  })),
});
