/**
 * The server's clock as read over a network (Mills, RFC 5905 §8 and §10, reduced): of an answer is known only that it was made between the question
 * and its arrival. The answer that took least is believed; what is older is believed less, because a crystal drifts.
 */
export interface TimeSample {
  serverMs: number;
  /** Monotonic readings, ms. An event that nobody asked for has none of asking: it may have been on its way for any time. */
  askedMono: number | undefined;
  heardMono: number;
}

export interface Reading {
  /** Server time less monotonic time. */
  offsetMs: number;
  /** Within which the truth lies. */
  errorMs: number;
}

export const mostSamples = 16;
/** Parts per million; cheap boxes are worse than watches. */
const driftPpm = 100;
/** Unasked: as good as a slow answer, until there is a better one. */
const unaskedErrorMs = 250;
/** A server whose own clock was set: what was read before is worth nothing. */
const steppedMs = 400;

export function readingOf({ serverMs, askedMono, heardMono }: TimeSample): Reading {
  if (askedMono === undefined) return { offsetMs: serverMs - heardMono, errorMs: unaskedErrorMs };
  return { offsetMs: serverMs - (askedMono + heardMono) / 2, errorMs: Math.max(0.5, (heardMono - askedMono) / 2) };
}

/** With one more sample; those that it shows to be of another clock are dropped. Newest last. */
export function withSample(samples: readonly TimeSample[], next: TimeSample): TimeSample[] {
  const now = readingOf(next);
  const agreeing = samples.filter((sample) => {
    const before = readingOf(sample);
    return Math.abs(before.offsetMs - now.offsetMs) <= before.errorMs + now.errorMs + steppedMs;
  });
  return [...agreeing, next].slice(-mostSamples);
}

/** The best that is known at a monotonic reading; `undefined` where no server was heard. */
export function bestReading(samples: readonly TimeSample[], nowMono: number): Reading | undefined {
  let best: Reading | undefined;
  for (const sample of samples) {
    const { offsetMs, errorMs } = readingOf(sample);
    const aged = errorMs + ((nowMono - sample.heardMono) * driftPpm) / 1e6;
    if (best === undefined || aged < best.errorMs) best = { offsetMs, errorMs: aged };
  }
  return best;
}
