import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { SaveSchedule, ScheduleChecked } from '../../contract/programme.ts';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { playlists, schedules } from '../../db/schema/programme.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { daysAskedAhead } from '../../domain/programme/calendar-ahead.ts';
import { clashesOf } from '../../domain/programme/day-plan.ts';
import { localTimeOf } from '../../domain/programme/local-time.ts';
import { unknownYears } from '../../domain/show/calendar.ts';
import { ancestorCodes, loadScreens, type ScreenAtStation } from '../boards/load-boards.ts';
import { entryFor, timetableOf } from '../boards/load-programmes.ts';
import type { Context } from '../context.ts';
import { defaultTimeZone } from '../regions/region-of.ts';
import { loadCalendar } from '../shows/load-calendar.ts';
import { requireSchedulable } from './schedules.ts';
import { addressScreens, screensOfTargets } from './targets.ts';

type Clash = ScheduleChecked['clashes'][number];

/** Whom a schedule would meet, before it is saved: on how many screens, when first, and which of the two then plays; and which holidays it can't know. */
export async function checkSchedule(
  ctx: Context,
  actor: Actor,
  input: SaveSchedule & { id?: string | undefined },
): Promise<ScheduleChecked> {
  return ctx.db.transaction(async (tx) => {
    await requireSchedulable(tx, actor, input);
    const screens = await loadScreens(tx, await screensOfTargets(tx, [input.target]));
    const others = await othersOn(tx, screens, input.id);
    const at = await addressScreens(
      tx,
      screens.map(({ screen, station }) => ({ screenId: screen.id, stationId: station.id, path: station.path })),
    );
    const calendar = await loadCalendar(tx);
    const now = ctx.clock.now();
    const found = new Map<string, Clash>();
    // Screens that hold the same entries under the same hours meet at the same times: worked out once for all of them.
    const alike = new Map<string, ReturnType<typeof clashesOf>>();
    for (const { screen, station } of screens) {
      const addressed = at.get(screen.id);
      const draft = addressed && entryFor(draftRow(input, now), addressed);
      if (addressed === undefined || draft === undefined) continue;
      const here = others.flatMap(({ schedule }) => entryFor(schedule, addressed) ?? []);
      const key = JSON.stringify([draft.nearness, here.map(({ id, nearness }) => [id, nearness]), station.hours, station.timeZone]);
      const { day: today } = localTimeOf(now.epochMilliseconds, station.timeZone);
      const clashes =
        alike.get(key) ?? clashesOf(draft, here, { calendar: daysFor([draft, ...here], calendar, today), hours: station.hours, today });
      alike.set(key, clashes);
      for (const clash of clashes) {
        const known = found.get(clash.with.id);
        if (known !== undefined) known.screens += 1;
        else
          found.set(clash.with.id, {
            scheduleId: clash.with.id,
            name: clash.with.name,
            playlistName: others.find(({ schedule }) => schedule.id === clash.with.id)?.playlistName ?? '',
            screens: 1,
            screenName: `${station.name} ${screen.name}`,
            at: clash.at,
            wins: clash.wins,
            because: clash.because,
          });
      }
    }
    // Its screens seldom hang in several zones, and never more than a day apart.
    const { day } = localTimeOf(now.epochMilliseconds, screens[0]?.station.timeZone ?? defaultTimeZone);
    const asked = daysAskedAhead(input.rule, day);
    return {
      screens: screens.length,
      clashes: [...found.values()],
      unknownYears: asked === undefined ? [] : unknownYears(calendar, asked),
    };
  });
}

const daysFor = (entries: Parameters<typeof timetableOf>[0], calendar: Parameters<typeof timetableOf>[1], today: string) => {
  const { holidays, workdays } = timetableOf(entries, calendar, today);
  return { holidays, workdays };
};

/** Unsaved, it is the newest decision of all. */
const draftRow = (
  { id = '', playlistId, name, target, rule, priority }: SaveSchedule & { id?: string | undefined },
  now: Temporal.Instant,
) => ({
  ...{ id, playlistId, name, target, rule, priority },
  updatedAt: now,
});

async function othersOn(tx: Tx, screens: readonly ScreenAtStation[], without: string | undefined) {
  const codes = [...new Set(screens.flatMap(({ station }) => ancestorCodes(station.path)))];
  return tx
    .select({ schedule: schedules, playlistName: playlists.name })
    .from(schedules)
    .innerJoin(playlists, and(eq(playlists.id, schedules.playlistId), isNull(playlists.removedAt)))
    .where(
      and(isNull(schedules.removedAt), among(schedules.regionCode, codes), without === undefined ? undefined : ne(schedules.id, without)),
    );
}
