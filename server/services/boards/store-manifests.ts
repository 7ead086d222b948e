import { sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Database, Tx } from '../../db/database.ts';

export interface NewManifest {
  screenId: string;
  version: number;
  hash: string;
  contentHash: string;
  body: Buffer<ArrayBuffer>;
  issuedAt: string;
}

/** Bodies are some 14 KB each: parameters of two megabytes, not of fifty. */
const batch = 125;
/** A thousand screens that change every minute would write 14 GB a day: what nobody can ask for any more goes at once. */
const versionsKept = 20;

/** @param bodies whether another process is to serve what is stored here */
export async function storeManifests(tx: Tx, made: readonly NewManifest[], bodies: boolean): Promise<void> {
  if (made.length === 0) return;
  if (bodies) for (let start = 0; start < made.length; start += batch) await insertWhole(tx, made.slice(start, start + batch));
  else await insertWithoutBodies(tx, made);
  const newest = JSON.stringify(made.map(({ screenId, version }) => ({ screenId, upTo: version - versionsKept })));
  await tx.execute(sql`
    delete from manifests as old using jsonb_to_recordset(${newest}::jsonb) as made("screenId" text, "upTo" int)
    where old.screen_id = made."screenId" and old.version <= made."upTo"`);
}

/** Bodies travel as they are: inside one JSON parameter every quote of theirs would be escaped here and parsed again there. */
async function insertWhole(tx: Tx, rows: readonly NewManifest[]): Promise<void> {
  const values = rows.map(
    (row) =>
      sql`(${row.screenId}, ${row.version}::int, ${row.hash}, ${row.contentHash}, ${row.body.toString()}, ${row.issuedAt}::timestamptz)`,
  );
  await tx.execute(
    sql`insert into manifests (screen_id, version, hash, content_hash, body, issued_at) values ${sql.join(values, sql`, `)}`,
  );
}

/** Numbers and hashes alone: as one parameter, where six a row would be most of the statement's work. */
async function insertWithoutBodies(tx: Tx, rows: readonly NewManifest[]): Promise<void> {
  const plain = rows.map(({ screenId, version, hash, contentHash, issuedAt }) => ({ screenId, version, hash, contentHash, issuedAt }));
  await tx.execute(sql`
    insert into manifests (screen_id, version, hash, content_hash, issued_at)
    select "screenId", version, hash, "contentHash", "issuedAt"
    from jsonb_to_recordset(${JSON.stringify(plain)}::jsonb) as made("screenId" text, version int, hash text, "contentHash" text, "issuedAt" timestamptz)`);
}

export interface HeldContent {
  version: number;
  hash: string;
  contentHash: string;
  issuedAt: string;
}

/** The newest manifest of each screen, without its body. */
export async function latestContent(db: Database | Tx, screenIds: readonly string[]): Promise<Map<string, HeldContent>> {
  const { rows } = await db.execute<{ screen_id: string; version: number; hash: string; content_hash: string; issued_ms: number }>(sql`
    select newest.screen_id, newest.version, newest.hash, newest.content_hash, newest.issued_ms
    from jsonb_array_elements_text(${JSON.stringify(screenIds)}::jsonb) as wanted(id)
    cross join lateral (
      select screen_id, version, hash, content_hash, (extract(epoch from issued_at) * 1000)::float8 as issued_ms
      from manifests where screen_id = wanted.id order by version desc limit 1
    ) as newest`);
  return new Map(
    rows.map(({ screen_id, version, hash, content_hash, issued_ms }) => [
      screen_id,
      { version, hash, contentHash: content_hash, issuedAt: Temporal.Instant.fromEpochMilliseconds(Math.round(issued_ms)).toString() },
    ]),
  );
}
