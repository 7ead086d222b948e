import type { AlertFact, AlertKind } from './kinds.ts';

export interface Rule {
  readonly kinds: readonly AlertKind[];
  /** The region subtree it looks at; undefined: everywhere. */
  readonly regionPath: string | undefined;
  readonly afterMinutes: number;
  readonly repeatMinutes: number | undefined;
  /** HH:MM of the place; the night may lie between. */
  readonly quiet: { readonly from: string; readonly until: string } | undefined;
}

export interface KnownAlert {
  readonly kind: AlertKind;
  /** undefined: the installation's own. */
  readonly regionPath: string | undefined;
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  readonly isAcknowledged: boolean;
}

export interface Told {
  readonly fact: AlertFact;
  readonly turn: number;
}

/** Whether a rule is about such an alert at all. */
export function concerns(rule: Pick<Rule, 'kinds' | 'regionPath'>, alert: Pick<KnownAlert, 'kind' | 'regionPath'>): boolean {
  if (!rule.kinds.includes(alert.kind)) return false;
  return rule.regionPath === undefined || alert.regionPath?.startsWith(rule.regionPath) === true;
}

/**
 * What a rule has to say of an alert now, if anything. An alert that ended before anybody was told is nobody's business; one that was told is
 * told to have ended. In quiet hours all of it waits.
 * @param localTime HH:MM at the alert's place
 */
export function messageDue(
  rule: Rule,
  alert: KnownAlert,
  { told, nowMs, localTime }: { told: readonly Told[]; nowMs: number; localTime: string },
): Told | undefined {
  if (!concerns(rule, alert) || isQuiet(rule.quiet, localTime)) return undefined;
  const has = (fact: AlertFact) => told.some((message) => message.fact === fact);
  if (alert.endedAtMs !== undefined) {
    // Of a server that was away nobody could be told before it was back.
    const lateWord = alert.kind === 'server' && alert.endedAtMs - alert.startedAtMs >= rule.afterMinutes * 60_000;
    return (has('begun') || lateWord) && !has('ended') ? { fact: 'ended', turn: 0 } : undefined;
  }
  if (alert.isAcknowledged) return undefined;
  const overMs = nowMs - alert.startedAtMs - rule.afterMinutes * 60_000;
  if (overMs < 0) return undefined;
  if (!has('begun')) return { fact: 'begun', turn: 0 };
  if (rule.repeatMinutes === undefined) return undefined;
  const turn = Math.floor(overMs / (rule.repeatMinutes * 60_000));
  const newest = Math.max(0, ...told.map((message) => message.turn));
  return turn > newest ? { fact: 'repeated', turn } : undefined;
}

export function isQuiet(quiet: Rule['quiet'], localTime: string): boolean {
  if (quiet === undefined || quiet.from === quiet.until) return false;
  const { from, until } = quiet;
  return from < until ? localTime >= from && localTime < until : localTime >= from || localTime < until;
}
