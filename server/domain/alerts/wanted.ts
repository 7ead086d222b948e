import type { Condition } from '../screen/health.ts';
import type { AlertKind } from './kinds.ts';

export interface JudgedScreen extends Condition {
  readonly screenId: string;
  readonly stationId: string;
  /** In this condition since then. */
  readonly sinceMs: number;
}

export interface WantedAlert {
  readonly kind: AlertKind;
  /** Id of the screen or station; `fleet`. */
  readonly subject: string;
  readonly stationId: string | undefined;
  readonly reasons: readonly string[];
  readonly screens: number;
  readonly sinceMs: number;
}

/** Beats end within seconds of each other when a fuse blows; two boxes that died on different days are two faults. */
const togetherMs = 3 * 60_000;
const fewestOfFleet = 3;

/**
 * What there is to tell of a fleet as it is now: each thing once. A station without power is one alert, not one a screen; a fleet that fell
 * silent as a whole is the server's own line, not five thousand screens.
 */
export function wantedAlerts(screens: readonly JudgedScreen[]): WantedAlert[] {
  const awake = screens.filter(({ state }) => state !== 'asleep');
  const silent = awake.filter(({ state }) => state === 'silent');
  if (silent.length >= fewestOfFleet && silent.length === awake.length && isTogether(silent) && countStations(silent) > 1)
    return [{ kind: 'fleet', subject: 'fleet', stationId: undefined, ...sumOf(silent) }];
  return [...byStation(awake).values()].flatMap(alertsOfStation);
}

function alertsOfStation(here: JudgedScreen[]): WantedAlert[] {
  const [first] = here;
  if (first && here.length > 1 && here.every(({ state }) => state === 'silent') && isTogether(here))
    return [{ kind: 'station', subject: first.stationId, stationId: first.stationId, ...sumOf(here) }];
  return here.flatMap((screen) => {
    const kind = kindOf(screen);
    return kind === undefined ? [] : [{ kind, subject: screen.screenId, stationId: screen.stationId, ...sumOf([screen]) }];
  });
}

function kindOf({ state, reasons }: JudgedScreen): AlertKind | undefined {
  if (state === 'silent' || state === 'wrong') return state;
  if (state !== 'degraded') return undefined;
  return reasons.includes('SET_ASIDE') ? 'set-aside' : 'degraded';
}

const sumOf = (screens: readonly JudgedScreen[]) => ({
  reasons: [...new Set(screens.flatMap(({ reasons }) => reasons))],
  screens: screens.length,
  sinceMs: Math.min(...screens.map(({ sinceMs }) => sinceMs)),
});

function isTogether(screens: readonly JudgedScreen[]): boolean {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { sinceMs, reasons } of screens) {
    // What was never heard has not fallen silent with anybody.
    if (reasons.includes('NEVER_HEARD')) return false;
    first = Math.min(first, sinceMs);
    last = Math.max(last, sinceMs);
  }
  return last - first <= togetherMs;
}

const countStations = (screens: readonly JudgedScreen[]) => new Set(screens.map(({ stationId }) => stationId)).size;

function byStation(screens: readonly JudgedScreen[]): Map<string, JudgedScreen[]> {
  const stations = new Map<string, JudgedScreen[]>();
  for (const screen of screens) {
    const here = stations.get(screen.stationId);
    if (here) here.push(screen);
    else stations.set(screen.stationId, [screen]);
  }
  return stations;
}
