/** Between two looks at who watches, ms. */
export const SAMPLE_EVERY_MS = 10_000;
/** A look that is missing is bridged once; what lasts longer is a server that was away, and nobody's watching. */
const BRIDGED_MS = 2 * SAMPLE_EVERY_MS;

export interface Sample {
  atMs: number;
  viewers: number;
  /** What was being pitched then. */
  postingId: string | null;
}

export interface Watched {
  peak: number;
  /** Every viewer's time together, s. */
  watchSeconds: number;
  jobs: Map<string, { pitchedSeconds: number; mostViewers: number }>;
}

/** What the samples of one show say, in the order of time: each stands until the next. */
export function watched(samples: readonly Sample[]): Watched {
  const figures: Watched = { peak: 0, watchSeconds: 0, jobs: new Map() };
  samples.forEach(({ atMs, viewers, postingId }, index) => {
    const nextMs = samples[index + 1]?.atMs ?? atMs + SAMPLE_EVERY_MS;
    const gapMs = nextMs - atMs;
    const seconds = (gapMs > BRIDGED_MS ? SAMPLE_EVERY_MS : gapMs) / 1_000;
    figures.peak = Math.max(figures.peak, viewers);
    figures.watchSeconds += viewers * seconds;
    if (postingId === null) return;
    const job = figures.jobs.get(postingId) ?? { pitchedSeconds: 0, mostViewers: 0 };
    job.pitchedSeconds += seconds;
    job.mostViewers = Math.max(job.mostViewers, viewers);
    figures.jobs.set(postingId, job);
  });
  return figures;
}

/** A look belongs to its ten seconds, whichever server took it. */
export const bucketMs = (atMs: number): number => Math.floor(atMs / SAMPLE_EVERY_MS) * SAMPLE_EVERY_MS;
