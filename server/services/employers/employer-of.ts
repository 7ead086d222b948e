import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { employers } from '../../db/schema/postings.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import type { Context } from '../context.ts';

export type EmployerRow = typeof employers.$inferSelect;

/**
 * How an employer is found again. Two 王女士 are two householders: the last digits of the phone tell them apart, and nobody is
 * checked by a namesake's identity card.
 */
export function employerName(facts: PostingFacts): string | undefined {
  if (facts.employerKind === 'organisation') return facts.employer;
  if (facts.employerKind !== 'householder') return undefined;
  const name = facts.employer ?? facts.contact ?? '个人雇主';
  const tail = facts.phones[0]?.slice(-4);
  return tail === undefined ? name : `${name}（尾号${tail}）`;
}

/** The employer that the facts name, entered unchecked at its first posting; undefined where none is named. */
export async function employerOf(tx: Tx, ctx: Context, regionCode: string, facts: PostingFacts): Promise<EmployerRow | undefined> {
  return (await employersOf(tx, ctx, regionCode, [facts])).get(employerName(facts) ?? '');
}

/** The same for many postings of one desk, by name. */
export async function employersOf(
  tx: Tx,
  ctx: Context,
  regionCode: string,
  named: readonly PostingFacts[],
): Promise<Map<string, EmployerRow>> {
  const kinds = new Map<string, EmployerRow['kind']>();
  for (const facts of named) {
    const name = employerName(facts);
    if (name !== undefined && facts.employerKind !== 'unknown' && !kinds.has(name)) kinds.set(name, facts.employerKind);
  }
  if (kinds.size === 0) return new Map();
  const createdAt = ctx.clock.now();
  await tx
    .insert(employers)
    .values([...kinds].sort(byName).map(([name, kind]) => ({ id: ctx.random.id(), name, kind, regionCode, createdAt })))
    .onConflictDoNothing({ target: [employers.regionCode, employers.name] });
  const found = await tx
    .select()
    .from(employers)
    .where(and(eq(employers.regionCode, regionCode), inArray(employers.name, [...kinds.keys()])));
  return new Map(found.map((employer) => [employer.name, employer]));
}

/** Entered in one order: two who enter the same employers never wait crosswise for each other. */
const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
