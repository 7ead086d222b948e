import { z } from 'zod';
import type { Database } from '#server/db/database.ts';

export interface Statement {
  sql: string;
  params: unknown[];
}

/** What Drizzle has and does not show in its types: every statement, in a transaction or not, is prepared by the session's class. */
interface Inside {
  session: object;
  $client: { query(text: string, params: unknown[]): Promise<{ rows: Record<string, unknown>[] }> };
}
interface Prepares {
  prepareQuery(query: Statement, ...rest: unknown[]): unknown;
}

const inside = (db: Database) => db as unknown as Inside;

/** The statements that some work sends to the database; nothing else may be at work there. */
export async function statementsOf<T>(db: Database, work: () => Promise<T>): Promise<{ result: T; statements: Statement[] }> {
  const prototype = Object.getPrototypeOf(inside(db).session) as Prepares;
  const { prepareQuery } = prototype;
  const statements: Statement[] = [];
  prototype.prepareQuery = function (query, ...rest) {
    statements.push({ sql: query.sql, params: query.params });
    return prepareQuery.call(this, query, ...rest);
  };
  try {
    return { result: await work(), statements: statements.filter(({ sql }) => !/^\s*(begin|commit)/i.test(sql)) };
  } finally {
    prototype.prepareQuery = prepareQuery;
  }
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string | undefined;
  Plans?: PlanNode[] | undefined;
}
const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({ 'Node Type': z.string(), 'Relation Name': z.string().optional(), Plans: z.array(planNode).optional() }),
);
const explained = z.tuple([z.object({ Plan: planNode })]);

/** Tables that the planner would read from end to end for this statement. */
export async function scannedWhole(db: Database, { sql, params }: Statement): Promise<string[]> {
  const { rows } = await inside(db).$client.query(`explain (format json) ${sql}`, params);
  const [{ Plan }] = explained.parse(rows[0]?.['QUERY PLAN']);
  const nodes = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodes)];
  return nodes(Plan).flatMap((node) => (node['Node Type'] === 'Seq Scan' ? (node['Relation Name'] ?? []) : []));
}
