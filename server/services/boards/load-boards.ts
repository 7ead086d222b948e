import { and, eq, getTableColumns, gt, isNotNull, isNull, lte, or } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { regions, stationBrands, stations } from '../../db/schema/org.ts';
import { postings, postingVersions, publications } from '../../db/schema/postings.ts';
import { screens, takeovers } from '../../db/schema/screens.ts';
import type { PublicPosting } from '../../domain/board/board-row.ts';
import type { BrandOnGlass } from '../../domain/board/manifest.ts';
import { brandOnGlass } from '../brands/brand-of.ts';

/** What composing needs to know, for all screens at once: one statement a kind of fact, whatever their number. */

/** What a board depends on, and no more: a thousand rows are read at each approval. */
const screenColumns = {
  id: screens.id,
  stationId: screens.stationId,
  name: screens.name,
  kind: screens.kind,
  widthMm: screens.widthMm,
  heightMm: screens.heightMm,
  widthPx: screens.widthPx,
  heightPx: screens.heightPx,
  viewingDistanceM: screens.viewingDistanceM,
  mountHeightM: screens.mountHeightM,
  liveMode: screens.liveMode,
  soundOn: screens.soundOn,
  touch: screens.touch,
  look: screens.look,
  demo: screens.demo,
};
const stationColumns = {
  id: stations.id,
  name: stations.name,
  phone: stations.phone,
  lat: stations.lat,
  lon: stations.lon,
  hours: stations.hours,
  timeZone: stations.timeZone,
  downloads: stations.downloads,
  demo: stations.demo,
};

export type ScreenRow = Pick<typeof screens.$inferSelect, keyof typeof screenColumns>;
export type StationRow = Pick<typeof stations.$inferSelect, keyof typeof stationColumns> & {
  path: string;
  brand?: BrandOnGlass | undefined;
};

export interface ScreenAtStation {
  screen: ScreenRow;
  station: StationRow;
}

/** Paired or not: a screen that is paired in a minute should find its board ready. */
export async function loadScreens(tx: Tx, screenIds: readonly string[]): Promise<ScreenAtStation[]> {
  const wanted = await tx
    .select(screenColumns)
    .from(screens)
    .where(and(isNull(screens.revokedAt), among(screens.id, screenIds)));
  const at = await tx
    .select({ ...stationColumns, path: regions.path, brand: getTableColumns(stationBrands) })
    .from(stations)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .leftJoin(stationBrands, eq(stationBrands.stationId, stations.id))
    .where(among(stations.id, [...new Set(wanted.map((screen) => screen.stationId))]));
  const byId = new Map(at.map(({ brand, ...station }) => [station.id, { ...station, brand: brand ? brandOnGlass(brand) : undefined }]));
  return wanted.flatMap((screen) => {
    const station = byId.get(screen.stationId);
    return station === undefined ? [] : [{ screen, station }];
  });
}

/** Codes of a region and everything above it. */
export const ancestorCodes = (path: string) => path.split('/').filter(Boolean);

/** One place where a posting is to be shown now. */
export interface Publication {
  stationId: string | null;
  regionCode: string | null;
  priority: number;
  posting: PublicPosting;
}

/** Greyed rows stay on newly composed boards this long after the last place went. */
const filledShownFor = { minutes: 3 } as const;

export async function loadPublications(tx: Tx, at: readonly StationRow[], now: Temporal.Instant): Promise<Publication[]> {
  const codes = [...new Set(at.flatMap((station) => ancestorCodes(station.path)))];
  const stationIds = [...new Set(at.map((station) => station.id))];
  const rows = await tx
    .select({
      stationId: publications.stationId,
      regionCode: publications.regionCode,
      priority: publications.priority,
      id: postings.id,
      number: postings.number,
      version: postingVersions.version,
      facts: postingVersions.facts,
      placesLeft: postings.placesLeft,
      status: postings.status,
      lat: postings.lat,
      lon: postings.lon,
      confirmedAt: postings.confirmedAt,
      expiresAt: postings.expiresAt,
      endsAt: publications.endsAt,
    })
    .from(publications)
    .innerJoin(postings, eq(postings.id, publications.postingId))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
    .where(
      and(
        or(among(publications.regionCode, codes), among(publications.stationId, stationIds)),
        lte(publications.startsAt, now),
        or(isNull(publications.endsAt), gt(publications.endsAt, now)),
        isNotNull(postings.number),
        or(isNull(postings.expiresAt), gt(postings.expiresAt, now)),
        or(eq(postings.status, 'approved'), and(eq(postings.status, 'filled'), gt(postings.filledAt, now.subtract(filledShownFor)))),
      ),
    );
  return rows.map((row) => ({
    stationId: row.stationId,
    regionCode: row.regionCode,
    priority: row.priority,
    posting: {
      id: row.id,
      number: row.number ?? 0,
      version: row.version,
      facts: row.facts,
      placesLeft: row.placesLeft,
      filled: row.status === 'filled' || row.placesLeft <= 0,
      lat: row.lat,
      lon: row.lon,
      confirmedAt: row.confirmedAt?.toString() ?? null,
      expiresAt: earlier(row.expiresAt, row.endsAt)?.toString() ?? null,
    },
  }));
}

/** A screen without network goes by what it holds: there a publication's end counts as the posting's own. */
function earlier(a: Temporal.Instant | null, b: Temporal.Instant | null): Temporal.Instant | null {
  if (a === null || b === null) return a ?? b;
  return a.epochMilliseconds < b.epochMilliseconds ? a : b;
}

export type TakeoverRow = typeof takeovers.$inferSelect;

export async function loadTakeovers(tx: Tx, now: Temporal.Instant): Promise<TakeoverRow[]> {
  return tx
    .select()
    .from(takeovers)
    .where(and(isNull(takeovers.liftedAt), gt(takeovers.endsAt, now), lte(takeovers.startsAt, now)));
}
