import { and, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { postings, publications } from '../../db/schema/postings.ts';
import { mayShareGlass, smallestFree } from '../../domain/posting/number.ts';
import { publicStatuses } from '../../domain/posting/status.ts';
import type { PostingRow } from './posting-row.ts';

/** One lock for all numbering: it is held for two small reads, and approvals come from people. */
const numberingLock = 0x6762_0001;

/**
 * The number that the posting is spoken of by: the one it has, unless a posting it can meet on a glass bears the same; else the smallest
 * that is free. Postings meet where the desk or a publication of one lies in the other's subtree.
 */
export async function allocateNumber(tx: Tx, posting: Pick<PostingRow, 'id' | 'number'>): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${numberingLock})`);
  const numbered = await tx
    .select({ id: postings.id, number: postings.number })
    .from(postings)
    .where(and(inArray(postings.status, [...publicStatuses]), isNotNull(postings.number), ne(postings.id, posting.id)));
  const reach = await reachPaths(tx, posting.id);
  const own = reach.get(posting.id) ?? [];
  const taken = new Set<number>();
  for (const other of numbered) if (other.number !== null && mayShareGlass(own, reach.get(other.id) ?? [])) taken.add(other.number);
  return posting.number !== null && !taken.has(posting.number) ? posting.number : smallestFree(taken);
}

/** For the posting and every public one: the paths of its desk and of everything it is published to. */
async function reachPaths(tx: Tx, postingId: string): Promise<Map<string, string[]>> {
  const mine = sql`(${postings.id} = ${postingId} or ${inArray(postings.status, [...publicStatuses])})`;
  const desks = await tx
    .select({ id: postings.id, path: regions.path })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .where(mine);
  const published = await tx
    .select({ id: postings.id, path: regions.path })
    .from(publications)
    .innerJoin(postings, eq(postings.id, publications.postingId))
    .leftJoin(stations, eq(stations.id, publications.stationId))
    .innerJoin(regions, sql`${regions.code} = coalesce(${publications.regionCode}, ${stations.regionCode})`)
    .where(mine);
  const reach = new Map<string, string[]>();
  for (const { id, path } of [...desks, ...published]) reach.set(id, [...(reach.get(id) ?? []), path]);
  return reach;
}
