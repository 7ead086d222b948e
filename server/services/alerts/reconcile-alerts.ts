import { inArray, isNull, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { alerts } from '../../db/schema/alerts.ts';
import { stations } from '../../db/schema/org.ts';
import { emptyPlaylists, playlists } from '../../db/schema/programme.ts';
import { screens } from '../../db/schema/screens.ts';
import { type JudgedScreen, stillSilent, type WantedAlert, wantedAlerts } from '../../domain/alerts/wanted.ts';
import type { Look } from '../../domain/screen/look.ts';
import type { Context } from '../context.ts';

interface Round {
  judged: readonly JudgedScreen[];
  away: Look['away'];
  /** False while screens are given the time to come back: then what is missing has not ended. */
  isComplete: boolean;
}

const keyOf = ({ kind, subject }: { kind: string; subject: string }) => `${kind} ${subject}`;

/**
 * Opens what is wrong now and was not, ends what is over. What only sleeps stays open, and nothing is said of it: a dead screen has not recovered
 * because its station has closed. @returns the ids of those
 */
export async function reconcileAlerts(tx: Tx, ctx: Pick<Context, 'clock' | 'random'>, round: Round): Promise<ReadonlySet<string>> {
  const now = ctx.clock.now();
  if (round.away) await tellAway(tx, ctx, round.away);
  const wanted = new Map(
    [...wantedAlerts(round.judged, now.epochMilliseconds), ...(await emptyPlaylistAlerts(tx))].map((alert) => [keyOf(alert), alert]),
  );
  const open = await tx.select({ id: alerts.id, kind: alerts.kind, subject: alerts.subject }).from(alerts).where(isNull(alerts.endedAt));
  const openKeys = new Set(open.map(keyOf));
  const unwanted = round.isComplete ? open.filter((alert) => !wanted.has(keyOf(alert))) : [];
  const isResting = stillSilent(round.judged);
  const { resting = [], over = [] } = Object.groupBy(unwanted, (alert) => (isResting(alert) ? 'resting' : 'over'));
  if (over.length > 0)
    await tx
      .update(alerts)
      .set({ endedAt: now })
      .where(
        inArray(
          alerts.id,
          over.map(({ id }) => id),
        ),
      );
  await openAlerts(
    tx,
    ctx,
    [...wanted.values()].filter((alert) => !openKeys.has(keyOf(alert))),
  );
  return new Set(resting.map(({ id }) => id));
}

/** Playlists that have nothing valid for some of their screens: the composer keeps which. */
async function emptyPlaylistAlerts(tx: Tx): Promise<WantedAlert[]> {
  const rows = await tx
    .select({
      playlistId: emptyPlaylists.playlistId,
      screens: sql<number>`count(*)::int`,
      sinceMs: sql<number>`(extract(epoch from min(${emptyPlaylists.since})) * 1000)::float8`,
    })
    .from(emptyPlaylists)
    .groupBy(emptyPlaylists.playlistId);
  return rows.map(({ playlistId, screens: count, sinceMs }) => ({
    kind: 'playlist',
    subject: playlistId,
    stationId: undefined,
    reasons: [],
    screens: count,
    sinceMs: Math.floor(sinceMs),
  }));
}

/** Names for the wording are read once, when it begins: a screen that is renamed meanwhile is still that one. */
async function openAlerts(tx: Tx, ctx: Pick<Context, 'random'>, wanted: readonly WantedAlert[]): Promise<void> {
  if (wanted.length === 0) return;
  const stationIds = [...new Set(wanted.flatMap(({ stationId }) => stationId ?? []))];
  const places = new Map(
    (
      await tx
        .select({ id: stations.id, name: stations.name, regionCode: stations.regionCode, phone: stations.phone })
        .from(stations)
        .where(among(stations.id, stationIds))
    ).map((station) => [station.id, station]),
  );
  const subjects = wanted.map(({ subject }) => subject);
  const names = new Map(
    (await tx.select({ id: screens.id, name: screens.name }).from(screens).where(among(screens.id, subjects))).map((screen) => [
      screen.id,
      screen.name,
    ]),
  );
  const lists = new Map(
    (
      await tx
        .select({ id: playlists.id, name: playlists.name, regionCode: playlists.regionCode })
        .from(playlists)
        .where(among(playlists.id, subjects))
    ).map((playlist) => [playlist.id, playlist]),
  );
  const rows = wanted.map((alert) => {
    const playlist = lists.get(alert.subject);
    const station = alert.stationId === undefined ? undefined : places.get(alert.stationId);
    const screen = names.get(alert.subject);
    return {
      id: ctx.random.id(),
      kind: alert.kind,
      subject: alert.subject,
      regionCode: station?.regionCode ?? playlist?.regionCode ?? null,
      stationId: alert.stationId ?? null,
      reasons: [...alert.reasons],
      screens: alert.screens,
      facts: {
        ...(station && { station: station.name, phone: station.phone }),
        ...(screen !== undefined && { screen }),
        ...(playlist && { playlist: playlist.name }),
      },
      startedAt: Temporal.Instant.fromEpochMilliseconds(alert.sinceMs),
    };
  });
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx
      .insert(alerts)
      .values(rows.slice(from, from + rowsAtOnce))
      .onConflictDoNothing();
}

/** Nine parameters a row, of the protocol's 65,535. */
const rowsAtOnce = 1_000;

async function tellAway(tx: Tx, ctx: Pick<Context, 'random'>, { fromMs, untilMs }: NonNullable<Look['away']>): Promise<void> {
  await tx.insert(alerts).values({
    id: ctx.random.id(),
    kind: 'server',
    subject: 'server',
    reasons: [],
    screens: 0,
    facts: { minutes: Math.round((untilMs - fromMs) / 60_000) },
    startedAt: Temporal.Instant.fromEpochMilliseconds(fromMs),
    endedAt: Temporal.Instant.fromEpochMilliseconds(untilMs),
  });
}
