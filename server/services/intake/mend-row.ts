import { and, eq } from 'drizzle-orm';
import type { IntakeRowForStaff } from '../../contract/intake-desk.ts';
import type { Locale } from '../../contract/problems.ts';
import type { Tx } from '../../db/database.ts';
import { intakeRows, intakes } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Outcome } from '../../domain/intake/outcome.ts';
import { blocks } from '../../domain/lint/lint.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import { type NearRepeat, nearest, nearKey } from '../../domain/posting/near.ts';
import { announce } from '../announce.ts';
import { missingFacts } from '../callbacks/missing-fact.ts';
import type { Context } from '../context.ts';
import { fingerprintOf } from '../postings/fingerprint-of.ts';
import { lintPosting } from '../postings/lint-posting.ts';
import { standingPostings } from '../postings/near-postings.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { holdIntake, openOutcome, sealedRow } from './intake-row.ts';
import { nearOfRows, rowForStaff } from './row-view.ts';

/**
 * A clerk mends a row where it stands: a forbidden word, a missing employer, a row that nobody could read. The words as sent stay beside it.
 * @throws Refusal INTAKE_STATE once the row is a posting: that one is corrected by a version
 */
export async function mendRow(
  ctx: Context,
  actor: Actor,
  input: { intakeId: string; rowId: string; facts: PostingFacts; locale: Locale },
): Promise<IntakeRowForStaff> {
  return await ctx.db.transaction(async (tx) => {
    const { intake, path } = await holdIntake(tx, actor, input.intakeId);
    const [row] = await tx
      .select()
      .from(intakeRows)
      .where(and(eq(intakeRows.id, input.rowId), eq(intakeRows.intakeId, intake.id)));
    if (!row) throw new Refusal('NOT_FOUND');
    if (row.postingId !== null || row.outcome === 'skipped') throw new Refusal('INTAKE_STATE', { state: 'saved' });
    const before = openOutcome(ctx, row);
    if (before.outcome === 'skipped') throw new Refusal('INTAKE_STATE', { state: 'skipped' });
    const known = before.outcome === 'rejected' ? before.phones : before.facts.phones;
    const facts = input.facts.phones.length === 0 ? { ...input.facts, phones: known } : input.facts;
    const findings = await lintPosting(tx, ctx, path, facts);
    const missing = missingFacts(facts).length > 0 ? (['employer'] as const) : [];
    const after: Outcome = {
      outcome: 'posting',
      sheet: row.sheet,
      row: row.row,
      state: missing.length > 0 ? 'call-back' : blocks(findings as Parameters<typeof blocks>[0]) ? 'blocked' : 'ready',
      facts,
      missing: [...missing],
      findings: findings as Extract<Outcome, { outcome: 'posting' }>['findings'],
      notices: [],
      fingerprint: fingerprintOf(ctx, facts),
      original: before.original,
      ...(await nearWords(tx, path, facts)),
    };
    const [mended] = await tx
      .update(intakeRows)
      .set(sealedRow(ctx, after, true))
      .where(eq(intakeRows.id, row.id))
      .returning();
    if (!mended) throw new Refusal('NOT_FOUND');
    // A row that has something to save again opens the intake again.
    if (intake.state === 'saved')
      await tx.update(intakes).set({ state: 'preview', updatedAt: ctx.clock.now() }).where(eq(intakes.id, intake.id));
    await record(tx, ctx, actor, {
      area: 'intake',
      action: 'intake.row-mended',
      subject: row.id,
      before: { outcome: before.outcome },
      after: { state: after.state },
    });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: intake.regionCode, what: 'intake' });
    return rowForStaff(ctx, mended, { locale: input.locale, near: await nearOfRows(ctx, tx, [mended]) });
  });
}

/** What stands may be another one now that the words are mended. */
async function nearWords(tx: Tx, path: string, facts: PostingFacts): Promise<{ near?: NearRepeat }> {
  const key = nearKey(facts);
  if (key === undefined) return {};
  const near = nearest(facts, (await standingPostings(tx, path)).get(key) ?? []);
  return near ? { near } : {};
}
