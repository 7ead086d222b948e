/** Where and when a posting is to be shown, as people ask for it. Instants are ISO 8601; without `startsAt`, from the moment it is in force. */
export interface WantedPublication {
  target: PublicationTarget;
  startsAt?: string | undefined;
  endsAt?: string | undefined;
  priority: number;
}
export type PublicationTarget = { kind: 'station'; stationId: string } | { kind: 'region'; regionCode: string };

/** A stretch of walls and time. Moments in epoch ms; `untilMs` is Infinity where nothing ends it. */
export interface Reach {
  /** Where, so that a prefix holds all that lies inside it: a region's path, or a station's (access/station-path.ts). */
  at: string;
  fromMs: number;
  untilMs: number;
  priority: number;
}

/** Whether everything of `inner` that still lies ahead is in `outer`. Priority moves a posting among others, it shows it nowhere new. */
export function covers(outer: Reach, inner: Reach, nowMs: number): boolean {
  if (inner.untilMs <= nowMs) return true;
  return inner.at.startsWith(outer.at) && outer.fromMs <= Math.max(inner.fromMs, nowMs) && inner.untilMs <= outer.untilMs;
}

/** Adding to walls, or staying on them longer, is for two people. Each wanted stretch that no standing one covers adds. */
export const widening = <Wanted extends Reach>(standing: readonly Reach[], wanted: readonly Wanted[], nowMs: number): Wanted[] =>
  wanted.filter((one) => !standing.some((old) => covers(old, one, nowMs)));

/** Whether every place of `inner` is one of `outer`'s, whenever that was: what is repeated is repeated where it was shown. */
export const liesWithin = (outer: readonly Reach[], inner: readonly Reach[]): boolean =>
  inner.every((one) => outer.some((other) => one.at.startsWith(other.at)));

/**
 * What of the standing reach is wanted further on: this much one person may decide, and it holds at once. Each stretch comes with the
 * priority that is wanted.
 */
export function narrowed<Standing extends Reach, Wanted extends Reach>(
  standing: readonly Standing[],
  wanted: readonly Wanted[],
): { stretch: Reach; of: Standing | Wanted }[] {
  const parts = standing.flatMap((old) => wanted.flatMap((one) => overlap(old, one) ?? []));
  return parts.filter((part, at) => !parts.some((other, otherAt) => other !== part && holds(other.stretch, part.stretch, otherAt < at)));
}

function overlap<Standing extends Reach, Wanted extends Reach>(
  old: Standing,
  wanted: Wanted,
): { stretch: Reach; of: Standing | Wanted } | undefined {
  const inner = wanted.at.startsWith(old.at) ? wanted : old.at.startsWith(wanted.at) ? old : undefined;
  const fromMs = Math.max(old.fromMs, wanted.fromMs);
  const untilMs = Math.min(old.untilMs, wanted.untilMs);
  if (inner === undefined || fromMs >= untilMs) return undefined;
  return { stretch: { at: inner.at, fromMs, untilMs, priority: wanted.priority }, of: inner };
}

/** Whether `part` says nothing that `other` doesn't; of two equal ones the first stays. */
function holds(other: Reach, part: Reach, otherIsFirst: boolean): boolean {
  if (other.priority < part.priority) return false;
  if (!part.at.startsWith(other.at) || other.fromMs > part.fromMs || other.untilMs < part.untilMs) return false;
  const same = other.at === part.at && other.fromMs === part.fromMs && other.untilMs === part.untilMs && other.priority === part.priority;
  return !same || otherIsFirst;
}
