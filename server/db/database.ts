import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** What both drivers give back for a raw statement. Counts of changed rows are not among it: use `returning`. */
interface RowsOnly extends PgQueryResultHKT {
  type: Rows<this['row']>;
}
interface Rows<Row> {
  rows: Row[];
}

/** Services see this and never learn which driver stands behind it. */
export type Database = PgDatabase<RowsOnly, Record<string, never>>;
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];
