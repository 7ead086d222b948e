import { and, eq } from 'drizzle-orm';
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
  const name = employerName(facts);
  if (name === undefined || facts.employerKind === 'unknown') return undefined;
  await tx
    .insert(employers)
    .values({ id: ctx.random.id(), name, kind: facts.employerKind, regionCode, createdAt: ctx.clock.now() })
    .onConflictDoNothing({ target: [employers.regionCode, employers.name] });
  const [employer] = await tx
    .select()
    .from(employers)
    .where(and(eq(employers.regionCode, regionCode), eq(employers.name, name)));
  return employer;
}
