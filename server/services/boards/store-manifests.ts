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

/** Bodies are some 20 KB each: parameters of a few megabytes, not of fifty. */
const batch = 200;

export async function storeManifests(tx: Tx, made: readonly NewManifest[]): Promise<void> {
  for (let start = 0; start < made.length; start += batch) {
    const rows = JSON.stringify(made.slice(start, start + batch));
    await tx.execute(sql`
      insert into manifests (screen_id, version, hash, content_hash, body, issued_at)
      select given."screenId", given.version, given.hash, given."contentHash", given.body, given."issuedAt"::timestamptz
      from jsonb_to_recordset(${rows}::jsonb) as given("screenId" text, version int, hash text, "contentHash" text, body text, "issuedAt" text)`);
  }
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
