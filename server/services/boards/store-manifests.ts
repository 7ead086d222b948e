import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';

export interface NewManifest {
  screenId: string;
  version: number;
  hash: string;
  contentHash: string;
  body: string;
  issuedAt: string;
}

/** Bodies are some 10 KB each: parameters of a megabyte, not of fifty. */
const batch = 125;
/** A thousand screens that change every minute would write 14 GB a day: what nobody can ask for any more goes at once. */
const versionsKept = 20;

export async function storeManifests(tx: Tx, made: readonly NewManifest[]): Promise<void> {
  for (let start = 0; start < made.length; start += batch) {
    const rows = made.slice(start, start + batch);
    // Bodies travel as they are: inside one JSON parameter every quote of theirs would be escaped here and parsed again there.
    const values = rows.map(
      (row) => sql`(${row.screenId}, ${row.version}::int, ${row.hash}, ${row.contentHash}, ${row.body}, ${row.issuedAt}::timestamptz)`,
    );
    await tx.execute(
      sql`insert into manifests (screen_id, version, hash, content_hash, body, issued_at) values ${sql.join(values, sql`, `)}`,
    );
  }
  if (made.length === 0) return;
  const newest = JSON.stringify(made.map(({ screenId, version }) => ({ screenId, upTo: version - versionsKept })));
  await tx.execute(sql`
    delete from manifests as old using jsonb_to_recordset(${newest}::jsonb) as made("screenId" text, "upTo" int)
    where old.screen_id = made."screenId" and old.version <= made."upTo"`);
}

export interface HeldContent {
  version: number;
  contentHash: string;
}

/** The newest manifest of each screen, without its body. */
export async function latestContent(tx: Tx, screenIds: readonly string[]): Promise<Map<string, HeldContent>> {
  const { rows } = await tx.execute<{ screen_id: string; version: number; content_hash: string }>(sql`
    select newest.screen_id, newest.version, newest.content_hash
    from jsonb_array_elements_text(${JSON.stringify(screenIds)}::jsonb) as wanted(id)
    cross join lateral (
      select screen_id, version, content_hash from manifests where screen_id = wanted.id order by version desc limit 1
    ) as newest`);
  return new Map(rows.map((row) => [row.screen_id, { version: row.version, contentHash: row.content_hash }]));
}
