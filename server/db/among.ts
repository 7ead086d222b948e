import { type inArray, sql } from 'drizzle-orm';

/**
 * `in` by one array parameter: 10,000 values stay under the protocol's 65,535 parameters, and the planner sees an array's length where it
 * would only guess a subquery's.
 */
export function among(column: Parameters<typeof inArray>[0], values: readonly string[]) {
  return sql`${column} = any(${sql.param(values)}::text[])`;
}
