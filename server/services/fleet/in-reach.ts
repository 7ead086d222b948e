import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** A region's or station's path within the subtrees that somebody reaches (`reachOf`); null: everywhere, so nothing to ask. */
export function inReach(path: SQLWrapper, reach: readonly string[] | null): SQL | undefined {
  if (reach === null) return undefined;
  return sql`exists (select 1 from unnest(${sql.param(reach)}::text[]) as reached(path) where starts_with(${path}, reached.path))`;
}
