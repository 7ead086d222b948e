import { and, desc, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { DeskPosting } from '../../contract/desk.ts';
import type { Database, Tx } from '../../db/database.ts';
import { user } from '../../db/schema/auth.ts';
import { employers, postings, postingVersions } from '../../db/schema/postings.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import type { Context } from '../context.ts';
import { employerName } from '../employers/employer-of.ts';
import { readableReach } from '../publications/readable-reach.ts';
import type { PostingRow } from './posting-row.ts';
import { screensShowing } from './reach.ts';
import { openVersion, type Version } from './versions.ts';

/** A correction waits for a second person while the approved words stand on the glass. */
export const isPending = (posting: Pick<PostingRow, 'status' | 'submittedAt' | 'version' | 'approvedVersion'>): boolean =>
  (posting.status === 'approved' || posting.status === 'filled') &&
  posting.submittedAt !== null &&
  posting.approvedVersion !== posting.version;

/** Postings as the desk lists them, in their newest version, newest change first. Phones are masked. */
export async function deskPostings(ctx: Context, db: Database | Tx, where: SQL | undefined, limit: number): Promise<DeskPosting[]> {
  const rows = await db
    .select({ posting: getTableColumns(postings), version: getTableColumns(postingVersions), authorName: user.name })
    .from(postings)
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.version)))
    .leftJoin(user, eq(user.id, postings.authorId))
    .where(where)
    .orderBy(desc(postings.updatedAt), desc(postings.id))
    .limit(limit);
  const opened = rows.map((row) => ({ ...row, version: openVersion(ctx, row.version) }));
  const showing = await screensShowing(
    db,
    ctx.clock.now(),
    rows.map((row) => row.posting.id),
  );
  const checked = await checkedEmployers(db, opened);
  const reach = await readableReach(
    db,
    ctx.clock.now(),
    rows.map((row) => row.posting),
  );
  const reworded = await otherWords(ctx, db, opened);
  return opened.map(({ posting, version, authorName }) => {
    const employer = checked.get(keyOf(posting.regionCode, employerName(version.facts)));
    return {
      id: posting.id,
      number: posting.number,
      status: posting.status,
      version: posting.version,
      approvedVersion: posting.approvedVersion,
      regionCode: posting.regionCode,
      facts: withoutPhones(version.facts),
      phonesMasked: version.facts.phones.map(maskPhone),
      findings: version.findings,
      employerId: employer?.id ?? null,
      employerChecked: employer?.checked ?? false,
      authorId: posting.authorId,
      authorName: authorName ?? posting.authorId,
      pending: isPending(posting),
      pendingWords: reworded.has(posting.id),
      publications: reach.get(posting.id)?.shown ?? [],
      proposedPublications: reach.get(posting.id)?.proposed ?? null,
      rejectedReason: posting.rejectedReason,
      screens: showing.get(posting.id) ?? 0,
      placesTotal: posting.placesTotal,
      placesLeft: posting.placesLeft,
      position: posting.lat === null || posting.lon === null ? null : { lat: posting.lat, lon: posting.lon },
      confirmedAt: posting.confirmedAt?.toString() ?? null,
      expiresAt: posting.expiresAt?.toString() ?? null,
      createdAt: posting.createdAt.toString(),
      updatedAt: posting.updatedAt.toString(),
    };
  });
}

/** Whose newest words differ from those that the public reads, among what waits for a second person. */
async function otherWords(
  ctx: Context,
  db: Database | Tx,
  rows: readonly { posting: PostingRow; version: Version }[],
): Promise<Set<string>> {
  const waiting = rows.filter(({ posting }) => isPending(posting));
  if (waiting.length === 0) return new Set();
  const approved = await db
    .select(getTableColumns(postingVersions))
    .from(postingVersions)
    .innerJoin(postings, and(eq(postings.id, postingVersions.postingId), eq(postings.approvedVersion, postingVersions.version)))
    .where(
      inArray(
        postings.id,
        waiting.map((row) => row.posting.id),
      ),
    );
  const words = new Map(approved.map((row) => [row.postingId, JSON.stringify(openVersion(ctx, row).facts)]));
  return new Set(waiting.flatMap(({ posting, version }) => (words.get(posting.id) === JSON.stringify(version.facts) ? [] : [posting.id])));
}

export function withoutPhones(facts: Version['facts']): DeskPosting['facts'] {
  const { phones: _, ...rest } = facts;
  return rest;
}

const keyOf = (regionCode: string, name: string | undefined) => `${regionCode}\n${name ?? ''}`;

/** The employer that the newest version names: it may differ from the one whose posting is public. */
async function checkedEmployers(db: Database | Tx, rows: { posting: Pick<PostingRow, 'regionCode'>; version: Version }[]) {
  const wanted = rows.flatMap(({ posting, version }) => {
    const name = employerName(version.facts);
    return name === undefined ? [] : [{ region: posting.regionCode, name }];
  });
  if (wanted.length === 0) return new Map<string, { id: string; checked: boolean }>();
  const found = await db
    .select({ id: employers.id, regionCode: employers.regionCode, name: employers.name, checkedAt: employers.checkedAt })
    .from(employers)
    .where(
      sql`(${employers.regionCode}, ${employers.name}) in (select given.region, given.name from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as given(region text, name text))`,
    );
  return new Map(found.map((row) => [keyOf(row.regionCode, row.name), { id: row.id, checked: row.checkedAt !== null }]));
}
