import { Temporal } from 'temporal-polyfill';
import type { HourOf } from '../../domain/proof/day-sums.ts';

/** Hours of a zone's days. Remembers the hour it was last in: plays come in order, hundreds an hour. */
export function hoursIn(timeZone: string): (ms: number) => HourOf {
  let last: (HourOf & { startsAtMs: number }) | undefined;
  return (ms) => {
    if (last !== undefined && ms >= last.startsAtMs && ms < last.endsAtMs) return last;
    const start = Temporal.Instant.fromEpochMilliseconds(ms)
      .toZonedDateTimeISO(timeZone)
      .round({ smallestUnit: 'hour', roundingMode: 'floor' });
    last = {
      day: start.toPlainDate().toString(),
      hour: start.hour,
      startsAtMs: start.epochMilliseconds,
      endsAtMs: start.add({ hours: 1 }).epochMilliseconds,
    };
    return last;
  };
}
