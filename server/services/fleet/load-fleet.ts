import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { type PlayerHealth, playerHealth } from '../../contract/screens.ts';
import type { Tx } from '../../db/database.ts';
import { screenBeats, screenConditions } from '../../db/schema/health.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Condition, type HealthReason, healthReasons, type Observed } from '../../domain/screen/health.ts';
import { isOpen } from '../screens/list-screens.ts';

export interface FleetScreen {
  screenId: string;
  stationId: string;
  regionPath: string;
  observed: Observed;
  known: (Condition & { since: Temporal.Instant }) | undefined;
}

/** Every screen that has a device, with what was heard of it and what it should show. */
export async function loadFleet(tx: Tx, now: Temporal.Instant): Promise<FleetScreen[]> {
  const newest = tx
    .select({
      // One look at the end of each screen's own index, however many versions it has had.
      found: sql<{ version: number; hash: string; issuedAt: string } | null>`(
        select jsonb_build_object('version', version, 'hash', hash, 'issuedAt', issued_at) from manifests
        where screen_id = ${screens.id} order by version desc limit 1)`.as('found'),
      screenId: screens.id,
      stationId: screens.stationId,
    })
    .from(screens)
    .where(and(isNull(screens.revokedAt), isNotNull(screens.publicKey)))
    .as('newest');
  const rows = await tx
    .select({
      screenId: newest.screenId,
      found: newest.found,
      station: { id: stations.id, hours: stations.hours, timeZone: stations.timeZone },
      path: regions.path,
      beat: screenBeats,
      known: screenConditions,
    })
    .from(newest)
    .innerJoin(stations, eq(stations.id, newest.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .leftJoin(screenBeats, eq(screenBeats.screenId, newest.screenId))
    .leftJoin(screenConditions, eq(screenConditions.screenId, newest.screenId));
  const openAt = new Map<string, boolean>();
  const stationOpen = (station: (typeof rows)[number]['station']) => {
    const known = openAt.get(station.id) ?? isOpen(station, now);
    openAt.set(station.id, known);
    return known;
  };
  return rows.map(({ screenId, found, station, path, beat, known }) => ({
    screenId,
    stationId: station.id,
    regionPath: path,
    observed: {
      nowMs: now.epochMilliseconds,
      heardAtMs: beat?.heardAt.epochMilliseconds,
      beat: readHealth(beat?.health),
      newest: found === null ? undefined : { version: found.version, hash: found.hash, issuedAtMs: Date.parse(found.issuedAt) },
      stationOpen: stationOpen(station),
    },
    known: known === null ? undefined : { state: known.state, reasons: readReasons(known.reasons), since: known.since },
  }));
}

/** What an older release kept may lack what this one reads: then nothing is known of it. */
export function readHealth(kept: unknown): PlayerHealth | undefined {
  const parsed = playerHealth.safeParse(kept);
  return parsed.success ? parsed.data : undefined;
}

/** Reasons of a newer release that this one doesn't know are left out. */
export const readReasons = (kept: readonly string[]): HealthReason[] =>
  kept.filter((reason): reason is HealthReason => reason in healthReasons);
