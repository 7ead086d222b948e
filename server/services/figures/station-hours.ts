import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { stations } from '../../db/schema/org.ts';
import type { OpenStretch } from '../../domain/figures/open-time.ts';
import { openingsOn } from '../../domain/screen/opening-hours.ts';

export interface StationHours {
  regionCode: string;
  timeZone: string;
  open: readonly OpenStretch[];
}

/** When each station is open between two moments. One that says nothing of its hours counts as always open. */
export async function stationHours(tx: Tx, fromMs: number, toMs: number): Promise<Map<string, StationHours>> {
  const rows = await tx
    .select({ id: stations.id, regionCode: stations.regionCode, timeZone: stations.timeZone, hours: stations.hours })
    .from(stations);
  // Stations of one city have the same hours: each set is laid out once.
  const laidOut = new Map<string, OpenStretch[]>();
  return new Map(
    rows.map(({ id, regionCode, timeZone, hours }) => {
      const key = `${timeZone} ${JSON.stringify(hours)}`;
      const open = laidOut.get(key) ?? layOut(hours, timeZone, fromMs, toMs);
      laidOut.set(key, open);
      return [id, { regionCode, timeZone, open }];
    }),
  );
}

function layOut(hours: (typeof stations.$inferSelect)['hours'], timeZone: string, fromMs: number, toMs: number): OpenStretch[] {
  if (hours.length === 0) return [[fromMs, toMs]];
  const dayOf = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate();
  const stretches: [number, number][] = [];
  const last = dayOf(toMs);
  for (let day = dayOf(fromMs).subtract({ days: 1 }); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 }))
    for (const { open, close } of openingsOn(hours, day.dayOfWeek)) {
      const from = momentOf(day, open, timeZone);
      const to = momentOf(close <= open ? day.add({ days: 1 }) : day, close, timeZone);
      stretches.push([from, to]);
    }
  return apart(stretches);
}

function momentOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  if (time === '24:00') return day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
  return day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}

/** Two openings that overlap are one: no minute counts twice. */
function apart(stretches: [number, number][]): OpenStretch[] {
  const merged: [number, number][] = [];
  for (const [from, to] of stretches.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
