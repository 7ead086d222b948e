import type { Context } from '../context.ts';
import { defaultTimeZone } from '../regions/region-of.ts';

/** The server's now, and the calendar day at the station: a phone's own clock may be off by years. */
export function zoneNow(ctx: Pick<Context, 'clock'>, timeZone: string = defaultTimeZone) {
  const now = ctx.clock.now();
  return { serverTime: now.toString(), today: now.toZonedDateTimeISO(timeZone).toPlainDate().toString(), timeZone };
}
