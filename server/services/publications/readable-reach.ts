import { inArray } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { DeskPosting, PublicationForStaff } from '../../contract/desk.ts';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { type WantedPublication, widening } from '../../domain/publication/reach.ts';
import type { PostingRow } from '../postings/posting-row.ts';
import { type Publishing, placeKnown, storedReach } from './reach-of.ts';

interface ReadableReach {
  shown: PublicationForStaff[];
  proposed: DeskPosting['proposedPublications'];
}

/** Where postings are shown, and where they are proposed to be, with the names that people know. A few statements for a whole list. */
export async function readableReach(
  db: Database | Tx,
  now: Temporal.Instant,
  rows: readonly Pick<PostingRow, 'id' | 'proposedReach'>[],
): Promise<Map<string, ReadableReach>> {
  const stored = await storedReach(
    db,
    rows.map((row) => row.id),
  );
  const targets = [
    ...[...stored.values()].flat().map((one) => one.wanted.target),
    ...rows.flatMap((row) => row.proposedReach ?? []).map((one) => one.target),
  ];
  const known = await knownPlaces(db, targets);
  const proposalOf = (wished: readonly WantedPublication[], standing: readonly Publishing[]) => {
    const asked = wished.map((wanted) => placeKnown(wanted, known.get(keyOf(wanted))?.path ?? '', now));
    const adding = new Set(widening(standing, asked, now.epochMilliseconds).map((one) => one.wanted));
    return wished.map((wanted) => ({ ...readable(known, wanted), adds: adding.has(wanted) }));
  };
  return new Map(
    rows.map(({ id, proposedReach }) => {
      const standing = stored.get(id) ?? [];
      const shown = standing.map(({ wanted }) => readable(known, wanted));
      return [id, { shown, proposed: proposedReach === null ? null : proposalOf(proposedReach, standing) }];
    }),
  );
}

interface KnownPlace {
  name: string;
  /** Of the region, or of the station's region. */
  path: string;
}

const keyOf = ({ target }: Pick<WantedPublication, 'target'>) =>
  target.kind === 'station' ? `station ${target.stationId}` : `region ${target.regionCode}`;

function readable(known: ReadonlyMap<string, KnownPlace>, wanted: WantedPublication): PublicationForStaff {
  const { target, startsAt, endsAt, priority } = wanted;
  return { target, name: known.get(keyOf(wanted))?.name ?? '', startsAt: startsAt ?? null, endsAt: endsAt ?? null, priority };
}

async function knownPlaces(db: Database | Tx, targets: readonly WantedPublication['target'][]): Promise<Map<string, KnownPlace>> {
  const stationIds = [...new Set(targets.flatMap((target) => (target.kind === 'station' ? [target.stationId] : [])))];
  const known = new Map<string, KnownPlace>();
  const found =
    stationIds.length === 0
      ? []
      : await db
          .select({ id: stations.id, name: stations.name, regionCode: stations.regionCode })
          .from(stations)
          .where(inArray(stations.id, stationIds));
  const codes = [
    ...new Set([
      ...found.map((station) => station.regionCode),
      ...targets.flatMap((target) => (target.kind === 'region' ? [target.regionCode] : [])),
    ]),
  ];
  if (codes.length === 0) return known;
  const tree = new Map(
    (await db.select({ code: regions.code, name: regions.name, path: regions.path }).from(regions).where(inArray(regions.code, codes))).map(
      (region) => [region.code, region],
    ),
  );
  for (const { code, name, path } of tree.values()) known.set(`region ${code}`, { name, path });
  for (const { id, name, regionCode } of found) known.set(`station ${id}`, { name, path: tree.get(regionCode)?.path ?? '' });
  return known;
}
