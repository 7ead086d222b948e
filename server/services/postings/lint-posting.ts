import { inArray } from 'drizzle-orm';
import type { LintFinding } from '../../contract/posting.ts';
import type { Database, Tx } from '../../db/database.ts';
import { minimumWages } from '../../db/schema/org.ts';
import { lint } from '../../domain/lint/lint.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { timeZoneOf } from '../regions/region-of.ts';

/** What the rules say of these facts today, where the posting is. */
export async function lintPosting(
  db: Database | Tx,
  ctx: Pick<Context, 'clock'>,
  path: string,
  facts: PostingFacts,
): Promise<LintFinding[]> {
  return lint(facts, await lintContext(db, ctx, path));
}

export async function lintContext(db: Database | Tx, ctx: Pick<Context, 'clock'>, path: string) {
  const regions = path.split('/').filter(Boolean).reverse();
  const wages = await db.select().from(minimumWages).where(inArray(minimumWages.regionCode, regions));
  const timeZone = await timeZoneOf(db, path);
  const today = ctx.clock.now().toZonedDateTimeISO(timeZone).toPlainDate().toString();
  return { today, timeZone, regions, minimumWages: wages };
}

/** @throws Refusal POSTING_BLOCKED naming each rule */
export function requireNoBlock(findings: readonly LintFinding[]): void {
  const blocking = findings.filter((finding) => finding.severity === 'block');
  if (blocking.length === 0) return;
  const rules = [...new Set(blocking.map((finding) => finding.rule))].join(', ');
  throw new Refusal('POSTING_BLOCKED', { count: blocking.length, rules });
}
