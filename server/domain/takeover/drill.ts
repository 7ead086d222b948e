/** One glass that a takeover was meant for. */
export interface DrillGlass {
  screenId: string;
  /** After it was raised, ms; undefined: the glass has not said that it showed it. */
  afterMs: number | undefined;
}

export interface DrillFigures {
  /** Paired screens that it reached. */
  reached: number;
  answered: number;
  within: { seconds: number; screens: number }[];
  /** Of those that answered, ms; null where none has. */
  medianMs: number | null;
  p95Ms: number | null;
  slowestMs: number | null;
}

export const drillSteps = [1, 3, 10] as const;

export function measureDrill(glass: readonly DrillGlass[]): DrillFigures {
  const times = glass.flatMap(({ afterMs }) => afterMs ?? []).sort((a, b) => a - b);
  const at = (share: number) => times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? null;
  return {
    reached: glass.length,
    answered: times.length,
    within: drillSteps.map((seconds) => ({ seconds, screens: times.filter((ms) => ms <= seconds * 1_000).length })),
    medianMs: at(0.5),
    p95Ms: at(0.95),
    slowestMs: times.at(-1) ?? null,
  };
}
