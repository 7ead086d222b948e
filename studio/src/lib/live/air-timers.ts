/** How an item or a show stands against its plan. */
export interface Timer {
  readonly elapsedMs: number;
  /** Undefined where nothing was planned. */
  readonly plannedMs: number | undefined;
  readonly isOver: boolean;
}

const MINUTE = 60_000;

export function timerOf(input: { sinceMs: number; nowMs: number; plannedMinutes: number | null | undefined }): Timer {
  const elapsedMs = Math.max(0, input.nowMs - input.sinceMs);
  const plannedMs = input.plannedMinutes ? input.plannedMinutes * MINUTE : undefined;
  return { elapsedMs, plannedMs, isOver: plannedMs !== undefined && elapsedMs > plannedMs };
}

/** A show is planned when each of its items is: a sum with holes would promise an end that nobody planned. */
export function plannedTotal(items: readonly { plannedMinutes: number | null }[]): number | undefined {
  if (items.length === 0 || items.some(({ plannedMinutes }) => plannedMinutes === null)) return undefined;
  return items.reduce((sum, { plannedMinutes }) => sum + (plannedMinutes ?? 0), 0);
}
