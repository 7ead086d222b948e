import { isOpenAt, type OpenHours } from '../screen/opening-hours.ts';
import { hoursOfDay } from './day-sums.ts';

export type GapCause = 'takeover' | 'awaited' | 'lost' | 'off';

export interface ExpectedDay {
  hours: readonly OpenHours[];
  /** 1 is Monday. */
  dayOfWeek: number;
  /** Minutes of the day between which the screen was paired, and the day has passed. */
  fromMinute: number;
  toMinute: number;
}

/** How long the glass should have shown something, hour by hour, ms: while its station was open. */
export function expectedByHour({ hours, dayOfWeek, fromMinute, toMinute }: ExpectedDay): number[] {
  const expected = new Array<number>(hoursOfDay).fill(0);
  for (let minute = Math.max(0, fromMinute); minute < Math.min(24 * 60, toMinute); minute += 1) {
    const hour = Math.floor(minute / 60);
    const time = `${String(hour).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    if (isOpenAt(hours, { dayOfWeek, time })) expected[hour] = (expected[hour] ?? 0) + 60_000;
  }
  return expected;
}

/** Between two slides lies a cross-fade: a twentieth of an hour is no gap. */
const tolerated = 0.05;

export interface HourFacts {
  expectedMs: number;
  playedMs: number;
  takeoverMs: number;
  /** The device was heard after this hour: what it played then has come. */
  heardSince: boolean;
  /** Its journal has numbers that never came. */
  hasLost: boolean;
}

/** Why a glass showed less than it should have, or showed something else than jobs; nothing where all is well. */
export function causeOf({ expectedMs, playedMs, takeoverMs, heardSince, hasLost }: HourFacts): {
  missingMs: number;
  cause: GapCause | null;
} {
  const missingMs = Math.max(0, expectedMs - playedMs);
  if (expectedMs === 0 || missingMs <= expectedMs * tolerated) return { missingMs: 0, cause: takeoverMs > 0 ? 'takeover' : null };
  if (!heardSince) return { missingMs, cause: 'awaited' };
  return { missingMs, cause: hasLost ? 'lost' : 'off' };
}
