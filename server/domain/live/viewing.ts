/** How a show was seen: counted in steps, never by person. */
/** Phones and pages, and walls apart: they hang on another line, and what they see a whole hall sees. */
export const viewingPaths = ['webrtc', 'hls', 'screen-webrtc', 'screen-hls'] as const;
export type ViewingPath = (typeof viewingPaths)[number];

/** Upper bounds of each step, ms; what is above the last goes into the last. */
const STEPS = {
  startUp: [250, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000],
  latency: [300, 500, 700, 800, 900, 1_000, 1_250, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000],
} as const;
export type Measure = keyof typeof STEPS | 'stalls' | 'stalledMs' | 'watchedMs';

/** What one page, or one screen, saw on one path since it last said so. */
export interface Seen {
  readonly path: ViewingPath;
  /** From the wish to watch to the first picture, ms; absent where that was told before. */
  readonly startUpMs?: number | undefined;
  readonly watchedMs: number;
  readonly stalls: number;
  readonly stalledMs: number;
  /** Behind what the server has, ms, where the path knows. */
  readonly latencyMs?: number | undefined;
}

/** One number more under this name. `step` is an upper bound in ms; 0 where the measure has no steps. */
export interface Count {
  readonly path: ViewingPath;
  readonly measure: Measure;
  readonly step: number;
  readonly count: number;
}

export function countsOf(seen: Seen): Count[] {
  const { path, startUpMs, latencyMs } = seen;
  const counts: Count[] = [];
  if (startUpMs !== undefined) counts.push({ path, measure: 'startUp', step: stepOf('startUp', startUpMs), count: 1 });
  if (latencyMs !== undefined) counts.push({ path, measure: 'latency', step: stepOf('latency', latencyMs), count: 1 });
  for (const measure of ['stalls', 'stalledMs', 'watchedMs'] as const) {
    if (seen[measure] > 0) counts.push({ path, measure, step: 0, count: seen[measure] });
  }
  return counts;
}

function stepOf(measure: keyof typeof STEPS, ms: number): number {
  const steps: readonly number[] = STEPS[measure];
  return steps.find((step) => ms <= step) ?? steps.at(-1) ?? 0;
}

export interface PathQuality {
  readonly path: ViewingPath;
  readonly watchedMinutes: number;
  /** How often somebody began to watch. */
  readonly starts: number;
  /** Upper bounds, ms: half, and nineteen of twenty, were no worse; null where nobody said. */
  readonly startUpMs: Percentiles | null;
  readonly latencyMs: Percentiles | null;
  readonly stallsAnHour: number;
  /** Of the time watched, 0 to 1. */
  readonly stalledShare: number;
}
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}

/** An episode's counts as a reader wants them, one row a path that anybody used. */
export function qualityOf(counts: readonly Count[]): PathQuality[] {
  return viewingPaths.flatMap((path) => {
    const own = counts.filter((count) => count.path === path);
    const total = (measure: Measure) => own.filter((count) => count.measure === measure).reduce((sum, { count }) => sum + count, 0);
    const watchedMs = total('watchedMs');
    if (own.length === 0) return [];
    return [
      {
        path,
        watchedMinutes: Math.round(watchedMs / 60_000),
        starts: total('startUp'),
        startUpMs: percentilesOf(own.filter(({ measure }) => measure === 'startUp')),
        latencyMs: percentilesOf(own.filter(({ measure }) => measure === 'latency')),
        stallsAnHour: watchedMs === 0 ? 0 : total('stalls') / (watchedMs / 3_600_000),
        stalledShare: watchedMs === 0 ? 0 : Math.min(total('stalledMs') / watchedMs, 1),
      },
    ];
  });
}

function percentilesOf(counts: readonly Count[]): Percentiles | null {
  const sorted = counts.toSorted((a, b) => a.step - b.step);
  const all = sorted.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  const at = (share: number) => {
    let sum = 0;
    for (const { step, count } of sorted) {
      sum += count;
      if (sum >= all * share) return step;
    }
    return sorted.at(-1)?.step ?? 0;
  };
  return { p50: at(0.5), p95: at(0.95) };
}
