/**
 * Whether a screen does what it hangs there for, told from its beats and from what it should show. Sources: what an operator must tell apart
 * who can't drive there: no power, no line, a page that hangs, a picture that is not the approved one.
 */
export const screenStates = ['fine', 'degraded', 'silent', 'wrong', 'asleep'] as const;
/** 正常 / 有问题 / 没消息 / 画面不对 / 闭站 */
export type ScreenState = (typeof screenStates)[number];

export const healthReasons = {
  NEVER_HEARD: 'silent',
  NOT_HEARD: 'silent',
  STATION_CLOSED: 'asleep',
  BLACK_PICTURE: 'wrong',
  BLANK_PICTURE: 'wrong',
  HANGING: 'wrong',
  OTHER_CONTENT: 'wrong',
  LONG_BEHIND: 'wrong',
  CLONED: 'wrong',
  BEHIND: 'degraded',
  SET_ASIDE: 'degraded',
  STORAGE_LOW: 'degraded',
  CLOCK_WRONG: 'degraded',
  MEMORY_HIGH: 'degraded',
  RESCUED: 'degraded',
  ROLLED_BACK: 'degraded',
  UNPROVED: 'degraded',
  // Nothing is wrong yet: a word to whoever looks at the screen, and nobody's alert.
  NOT_PERSISTED: 'fine',
} as const satisfies Record<string, ScreenState>;
export type HealthReason = keyof typeof healthReasons;

/** What is read of a beat (contract `PlayerHealth`); an older player says less. */
export interface Beat {
  readonly heldVersion: number | null;
  readonly uptimeMs: number;
  readonly heapBytes: number | null;
  readonly setAside: readonly unknown[];
  readonly rescues: number;
  readonly heldHash?: string | null | undefined;
  readonly frames?: { readonly painted: number; readonly overMs: number } | undefined;
  readonly pixels?: { readonly mean: number; readonly spread: number; readonly of?: string | undefined } | null | undefined;
  readonly unproved?: number | undefined;
  readonly storage?: { readonly usedBytes: number; readonly quotaBytes: number; readonly persisted?: boolean } | null | undefined;
  readonly clockErrorMs?: number | null | undefined;
  readonly updateState?: string | undefined;
  readonly isCloned?: boolean | undefined;
}

export interface Observed {
  readonly nowMs: number;
  readonly heardAtMs: number | undefined;
  readonly beat: Beat | undefined;
  /** The newest manifest made for it. */
  readonly newest: { readonly version: number; readonly hash: string; readonly issuedAtMs: number } | undefined;
  readonly stationOpen: boolean;
}

export interface Condition {
  readonly state: ScreenState;
  /** The gravest first; where it is fine, what will be trouble some day. */
  readonly reasons: readonly HealthReason[];
}

const mb = 1024 * 1024;
export const healthLimits = {
  /** Six beats of 5 s: a lost packet is no alarm. */
  silentAfterMs: 30_000,
  /** A player of an older release reports once a minute. */
  silentAfterOldMs: 150_000,
  /** Until a manifest has been fetched, checked and swapped in between two slides. */
  behindAfterMs: 2 * 60_000,
  longBehindAfterMs: 30 * 60_000,
  /** Deep ink with white facts has a spread well over this; a dead panel or a blank page has none, whatever its colour. */
  plainSpread: 0.01,
  blackMean: 0.02,
  /** Samples in a row that could not be drawn: one is a slide that went too soon. */
  unproved: 6,
  /** A hidden or hung page paints nothing; a beat may come early after a reload. */
  hangingOverMs: 3_000,
  storageLeftBytes: 50 * mb,
  clockErrorMs: 5 * 60_000,
  heapBytes: 400 * mb,
  /** More than one rescue an hour since the start, and more than one at all. */
  rescueEveryMs: 3_600_000,
} as const;

export function judgeScreen(seen: Observed): Condition {
  const { nowMs, heardAtMs, beat, stationOpen } = seen;
  if (heardAtMs === undefined || beat === undefined) return silence('NEVER_HEARD', stationOpen);
  const limit = beat.frames === undefined ? healthLimits.silentAfterOldMs : healthLimits.silentAfterMs;
  if (nowMs - heardAtMs > limit) return silence('NOT_HEARD', stationOpen);
  const reasons = [...pictureReasons(beat, seen), ...deviceReasons(beat)];
  const among = (state: ScreenState) => reasons.some((reason) => healthReasons[reason] === state);
  return { state: among('wrong') ? 'wrong' : among('degraded') ? 'degraded' : 'fine', reasons };
}

/** A screen that is switched off at night is no alarm. */
function silence(reason: 'NEVER_HEARD' | 'NOT_HEARD', stationOpen: boolean): Condition {
  return stationOpen ? { state: 'silent', reasons: [reason] } : { state: 'asleep', reasons: ['STATION_CLOSED'] };
}

function pictureReasons(beat: Beat, { newest, nowMs }: Observed): HealthReason[] {
  const reasons: HealthReason[] = [];
  const { pixels, frames } = beat;
  if (beat.isCloned) reasons.push('CLONED');
  const plain = pixels ? plainReason(pixels) : undefined;
  if (plain !== undefined) reasons.push(plain);
  if (frames && frames.painted === 0 && frames.overMs >= healthLimits.hangingOverMs) reasons.push('HANGING');
  if (newest === undefined) return reasons;
  const held = beat.heldVersion ?? 0;
  const hasOther = held === newest.version && typeof beat.heldHash === 'string' && beat.heldHash !== newest.hash;
  // Nobody issued what is newer than the newest.
  if (hasOther || held > newest.version) reasons.push('OTHER_CONTENT');
  const behindMs = held < newest.version ? nowMs - newest.issuedAtMs : 0;
  if (behindMs > healthLimits.longBehindAfterMs) reasons.push('LONG_BEHIND');
  else if (behindMs > healthLimits.behindAfterMs) reasons.push('BEHIND');
  return reasons;
}

/** A station's own picture or film may be of one colour. An older player doesn't say what it sampled: then black alone is sure to be wrong. */
function plainReason({ mean, spread, of }: NonNullable<Beat['pixels']>): 'BLACK_PICTURE' | 'BLANK_PICTURE' | undefined {
  if (spread >= healthLimits.plainSpread || of === 'picture' || of === 'film') return undefined;
  if (mean < healthLimits.blackMean) return 'BLACK_PICTURE';
  return of === undefined ? undefined : 'BLANK_PICTURE';
}

function deviceReasons(beat: Beat): HealthReason[] {
  const reasons: HealthReason[] = [];
  const { storage } = beat;
  if (beat.setAside.length > 0) reasons.push('SET_ASIDE');
  if (storage && storage.quotaBytes - storage.usedBytes < healthLimits.storageLeftBytes) reasons.push('STORAGE_LOW');
  if (Math.abs(beat.clockErrorMs ?? 0) > healthLimits.clockErrorMs) reasons.push('CLOCK_WRONG');
  if ((beat.heapBytes ?? 0) > healthLimits.heapBytes) reasons.push('MEMORY_HIGH');
  if (beat.rescues > 1 && beat.rescues * healthLimits.rescueEveryMs > beat.uptimeMs) reasons.push('RESCUED');
  if (beat.updateState === 'rolled-back') reasons.push('ROLLED_BACK');
  if ((beat.unproved ?? 0) >= healthLimits.unproved) reasons.push('UNPROVED');
  // A browser that runs short clears such a store whole, and the device's key with it: then it must be paired anew.
  if (storage?.persisted === false) reasons.push('NOT_PERSISTED');
  return reasons;
}

/** Whether two conditions are the same to whoever reads the history. */
export const isSameCondition = (a: Condition, b: Condition): boolean =>
  a.state === b.state && a.reasons.length === b.reasons.length && a.reasons.every((reason, index) => reason === b.reasons[index]);
