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
/** Rounds find the screens of one fuse silent one after the other: before this nobody can say how many there are. */
const settleMs = 60_000;
const ofSilence: readonly AlertKind[] = ['silent', 'station', 'fleet'];

/**
 * What there is to tell of a fleet as it is now: each thing once. A station without power is one alert, not one a screen; a fleet that fell
 * silent as a whole is the server's own line, not five thousand screens. A screen that was dead before is a fault of its own, and hides neither.
 */
export function wantedAlerts(screens: readonly JudgedScreen[], nowMs: number): WantedAlert[] {
  const awake = screens.filter(({ state }) => state !== 'asleep');
  return alertsOfFleet(awake).filter(({ kind, sinceMs }) => !ofSilence.includes(kind) || nowMs - sinceMs >= settleMs);
}

function alertsOfFleet(awake: readonly JudgedScreen[]): WantedAlert[] {
  const { together, apart } = fallOf(awake);
  if (together.length >= fewestOfFleet && countStations(together) > 1)
    return [{ kind: 'fleet', subject: 'fleet', stationId: undefined, ...sumOf(together) }, ...apart.flatMap(alertOfScreen)];
  return [...byStation(awake).values()].flatMap(alertsOfStation);
}

function alertsOfStation(here: readonly JudgedScreen[]): WantedAlert[] {
  const { together, apart } = fallOf(here);
  const [first] = together;
  if (first === undefined || together.length < 2) return here.flatMap(alertOfScreen);
  return [{ kind: 'station', subject: first.stationId, stationId: first.stationId, ...sumOf(together) }, ...apart.flatMap(alertOfScreen)];
}

function alertOfScreen(screen: JudgedScreen): WantedAlert[] {
  const kind = kindOf(screen);
  return kind === undefined ? [] : [{ kind, subject: screen.screenId, stationId: screen.stationId, ...sumOf([screen]) }];
}

/**
 * Whether an alert of silence is still true though it is not wanted now: its station has closed, or a larger one has taken it in. Nothing has
 * recovered until something is heard.
 */
export function stillSilent(screens: readonly JudgedScreen[]): (alert: Pick<WantedAlert, 'kind' | 'subject'>) => boolean {
  const isHeard = new Map<string, boolean>();
  for (const { screenId, stationId, state } of screens) {
    const speaks = state !== 'silent' && state !== 'asleep';
    for (const subject of [screenId, stationId, 'fleet']) isHeard.set(subject, speaks || isHeard.get(subject) === true);
  }
  return ({ kind, subject }) => ofSilence.includes(kind) && isHeard.get(subject) === false;
}

function kindOf({ state, reasons }: JudgedScreen): AlertKind | undefined {
  if (state === 'silent' || state === 'wrong') return state;
  if (state !== 'degraded') return undefined;
  return reasons.includes('SET_ASIDE') ? 'set-aside' : 'degraded';
}

const sumOf = (screens: readonly JudgedScreen[]) => ({
  reasons: [...new Set(screens.flatMap(({ reasons }) => reasons))],
  screens: screens.length,
  sinceMs: screens.reduce((first, { sinceMs }) => Math.min(first, sinceMs), Number.POSITIVE_INFINITY),
});

/** Where all are silent: those that fell silent together last, and those that were dead before. Nobody fell where one still speaks. */
function fallOf(screens: readonly JudgedScreen[]): { together: JudgedScreen[]; apart: JudgedScreen[] } {
  if (screens.some(({ state }) => state !== 'silent')) return { together: [], apart: [...screens] };
  // What was never heard has not fallen silent with anybody.
  const heard = screens.filter(({ reasons }) => !reasons.includes('NEVER_HEARD'));
  const last = heard.reduce((latest, { sinceMs }) => Math.max(latest, sinceMs), Number.NEGATIVE_INFINITY);
  const together = new Set(heard.filter(({ sinceMs }) => last - sinceMs <= togetherMs));
  return { together: [...together], apart: screens.filter((screen) => !together.has(screen)) };
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
