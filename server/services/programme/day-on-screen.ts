import { and, gt, inArray, isNull } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { DayOnScreen } from '../../contract/programme.ts';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { episodes } from '../../db/schema/live.ts';
import { schedules } from '../../db/schema/programme.ts';
import { takeovers } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { stationPath } from '../../domain/access/station-path.ts';
import { planDay } from '../../domain/programme/day-plan.ts';
import { localTimeOf } from '../../domain/programme/local-time.ts';
import { whatPlays } from '../../domain/programme/timetable.ts';
import { unknownYears } from '../../domain/show/calendar.ts';
import { byLadder } from '../../domain/takeover/on-glass.ts';
import { ancestorCodes, loadScreens, type ScreenAtStation } from '../boards/load-boards.ts';
import { loadProgrammes, type ScreenProgramme } from '../boards/load-programmes.ts';
import { reaches } from '../boards/takeover-on-glass.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { loadCalendar } from '../shows/load-calendar.ts';
import { showsAt } from './shows-at.ts';
import { nameTargets } from './targets.ts';

/**
 * What a screen shows on a day, and, asked for a time, why that and nothing else. From today on: schedules that have ended, or were changed since, say
 * nothing of what stood on the glass; that is the trace's (services/proofs).
 * @throws Refusal NOT_FOUND, NOT_ALLOWED, DAY_OVER
 */
export async function dayOnScreen(
  ctx: Context,
  actor: Actor,
  { screenId, day, time }: { screenId: string; day: string; time?: string | undefined },
): Promise<DayOnScreen> {
  const found = await ctx.db.transaction(async (tx) => {
    const [at] = await loadScreens(tx, [screenId]);
    if (at === undefined) throw new Refusal('NOT_FOUND');
    const { screen, station } = at;
    requireIn(actor, 'clerk', stationPath(station.path, station.id));
    if (day < localTimeOf(ctx.clock.now().epochMilliseconds, station.timeZone).day) throw new Refusal('DAY_OVER', { day });
    const programme = (await loadProgrammes(tx, ctx, [at])).byScreen.get(screenId) ?? { timetable: { entries: [] }, playlists: [] };
    const calendar = await loadCalendar(tx);
    const name = playlistName(programme);
    return {
      screenId,
      screenName: screen.name,
      stationName: station.name,
      timeZone: station.timeZone,
      day,
      dayNote: calendar.get(day)?.name ?? null,
      calendarKnown: unknownYears(calendar, { from: day, until: day }).length === 0,
      stretches: planDay(programme.timetable, day, station.hours).map(({ from, to, playing }) => ({
        ...{ from, to },
        scheduleId: playing?.id ?? null,
        playlistName: playing === undefined ? null : name(playing.playlistId),
      })),
      at: time === undefined ? null : await explain(tx, at, programme, { day, time }),
    };
  });
  if (found.at === null) return { ...found, at: null };
  const moment = momentOf({ day, time: found.at.time }, found.timeZone);
  return { ...found, at: { ...found.at, shows: await showsAt(ctx, screenId, moment.epochMilliseconds) } };
}

const momentOf = ({ day, time }: { day: string; time: string }, timeZone: string): Temporal.Instant =>
  Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
    .toInstant();

const playlistName = ({ playlists }: ScreenProgramme) => {
  const names = new Map(playlists.map(({ id, name }) => [id, name]));
  return (id: string): string => names.get(id) ?? '';
};

async function explain(
  tx: Tx,
  at: ScreenAtStation,
  programme: ScreenProgramme,
  when: { day: string; time: string },
): Promise<Omit<NonNullable<DayOnScreen['at']>, 'shows'>> {
  const { playing, candidates } = whatPlays(programme.timetable, when, at.station.hours);
  const name = playlistName(programme);
  const rows = await tx
    .select({ id: schedules.id, target: schedules.target })
    .from(schedules)
    .where(
      among(
        schedules.id,
        candidates.map(({ entry }) => entry.id),
      ),
    );
  const names = await nameTargets(
    tx,
    rows.map(({ target }) => target),
  );
  const targets = new Map(rows.map(({ id, target }) => [id, names.get(target) ?? '—']));
  return {
    time: when.time,
    playlistName: playing === undefined ? null : name(playing.playlistId),
    candidates: candidates.map(({ entry, verdict }) => ({
      scheduleId: entry.id,
      name: entry.name,
      playlistName: name(entry.playlistId),
      targetName: targets.get(entry.id) ?? '—',
      verdict,
    })),
    above: await standingAbove(tx, at, when),
  };
}

/** Safe slate, urgent notice and live shows go before every schedule, whatever its priority. */
async function standingAbove(
  tx: Tx,
  { screen, station }: ScreenAtStation,
  when: { day: string; time: string },
): Promise<NonNullable<DayOnScreen['at']>['above']> {
  const moment = momentOf(when, station.timeZone);
  const ms = moment.epochMilliseconds;
  const raised = (
    await tx
      .select()
      .from(takeovers)
      .where(and(isNull(takeovers.liftedAt), gt(takeovers.endsAt, moment)))
  ).filter((one) => one.startsAt.epochMilliseconds <= ms && ms < one.endsAt.epochMilliseconds && reaches(one, screen, station));
  const shows =
    screen.liveMode === 'off'
      ? []
      : await tx
          .select()
          .from(episodes)
          .where(and(inArray(episodes.regionCode, ancestorCodes(station.path)), inArray(episodes.state, ['planned', 'live', 'away'])));
  const on = shows.filter(
    ({ plannedAt, minutes }) => plannedAt.epochMilliseconds <= ms && ms < plannedAt.add({ minutes }).epochMilliseconds,
  );
  return [
    ...raised.sort(byLadder).map(({ kind, message, endsAt }) => ({ kind, title: message ?? '', until: endsAt.toString() })),
    ...on.map(({ title, plannedAt, minutes }) => ({ kind: 'live' as const, title, until: plannedAt.add({ minutes }).toString() })),
  ];
}
