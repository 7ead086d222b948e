import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { SaveOutcome, SaveRows } from '../../contract/intake-desk.ts';
import type { Tx } from '../../db/database.ts';
import { intakeRows, intakes } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { PostingOutcome } from '../../domain/intake/outcome.ts';
import type { Context } from '../context.ts';
import { renewHeld } from '../postings/confirm-posting.ts';
import { insertPosting } from '../postings/insert-posting.ts';
import { holdPosting } from '../postings/posting-row.ts';
import { submitHeld } from '../postings/submit-posting.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { holdIntake, type IntakeRow, openOutcome, type StoredRow } from './intake-row.ts';

/** Rows a transaction. Saving again goes on where it stopped: a saved row knows its posting. */
const batch = 50;
const saveable = ['posting', 'call-back', 'duplicate'] as const;

/** Rows become postings: new ones drafts (or handed on), those said again renew what stands. */
export async function saveRows(ctx: Context, actor: Actor, intakeId: string, input: SaveRows): Promise<SaveOutcome> {
  const done: SaveOutcome = { drafts: 0, submitted: 0, published: 0, callBacks: 0, renewed: 0, left: 0 };
  let after = '';
  for (;;) {
    const last = await ctx.db.transaction(async (tx) => {
      const { intake, path } = await holdIntake(tx, actor, intakeId);
      if (intake.state !== 'preview' && intake.state !== 'saved') throw new Refusal('INTAKE_STATE', { state: intake.state });
      const rows = await tx
        .select()
        .from(intakeRows)
        .where(
          and(
            eq(intakeRows.intakeId, intakeId),
            isNull(intakeRows.postingId),
            inArray(intakeRows.outcome, [...saveable]),
            sql`${intakeRows.id} > ${after}`,
            input.rows === 'all' ? undefined : inArray(intakeRows.id, input.rows),
          ),
        )
        .orderBy(asc(intakeRows.id))
        .limit(batch);
      await holdRenewed(tx, ctx, rows);
      for (const row of rows) done[await saveRow(tx, ctx, actor, { intake, path, row, submit: input.submit ?? true })] += 1;
      if (rows.length > 0)
        await record(tx, ctx, actor, { area: 'intake', action: 'intake.rows-saved', subject: intakeId, after: { rows: rows.length } });
      await markSaved(tx, ctx, intake);
      return rows.at(-1)?.id;
    });
    if (last === undefined) return done;
    after = last;
  }
}

/**
 * Postings are held before any number is given out, and in one order: an approval holds its posting first and then asks for a number, so the
 * other way round each would wait for the other.
 */
async function holdRenewed(tx: Tx, ctx: Context, rows: readonly StoredRow[]): Promise<void> {
  const renewed = rows.flatMap((row) => {
    const outcome = openOutcome(ctx, row);
    return outcome.outcome === 'duplicate' && outcome.renews !== undefined ? [outcome.renews] : [];
  });
  for (const postingId of [...new Set(renewed)].sort()) await holdPosting(tx, postingId);
}

interface RowToSave {
  intake: IntakeRow;
  path: string;
  row: StoredRow;
  submit: boolean;
}

async function saveRow(tx: Tx, ctx: Context, actor: Actor, { intake, path, row, submit }: RowToSave): Promise<keyof SaveOutcome> {
  const outcome = openOutcome(ctx, row);
  if (outcome.outcome === 'rejected' || outcome.outcome === 'skipped') return 'left';
  if (outcome.outcome === 'duplicate' && outcome.renews === undefined) return 'left';
  if (outcome.outcome === 'duplicate' && outcome.renews !== undefined) {
    const standing = await holdPosting(tx, outcome.renews);
    if (standing.posting.status !== 'closed') {
      await renewHeld(tx, ctx, actor, standing, { facts: outcome.facts, at: intake.receivedAt, intakeRowId: row.id });
      await tx.update(intakeRows).set({ postingId: outcome.renews }).where(eq(intakeRows.id, row.id));
      return 'renewed';
    }
  }
  const held = await insertPosting(tx, ctx, actor, {
    regionCode: intake.regionCode,
    path,
    facts: outcome.facts,
    original: wordsOf(outcome),
    intakeRowId: row.id,
    sentAt: intake.receivedAt,
  });
  await tx.update(intakeRows).set({ postingId: held.posting.id }).where(eq(intakeRows.id, row.id));
  if (held.posting.status === 'call-back') return 'callBacks';
  if (!submit || outcome.state !== 'ready') return 'drafts';
  try {
    const { status } = await submitHeld(tx, ctx, actor, held);
    return status === 'approved' ? 'published' : 'submitted';
  } catch (error) {
    // A rule that came into force since the preview: the row is kept as a draft, with its findings.
    if (error instanceof Refusal) return 'drafts';
    throw error;
  }
}

/** The words as they stood: a chat post as it is, a table's row as "header: cell" lines. */
const wordsOf = ({ original }: PostingOutcome): string =>
  original.原文 ??
  Object.entries(original)
    .map(([header, cell]) => `${header}：${cell}`)
    .join('\n');

async function markSaved(tx: Tx, ctx: Context, intake: IntakeRow): Promise<void> {
  const [open] = await tx
    .select({ id: intakeRows.id })
    .from(intakeRows)
    .where(and(eq(intakeRows.intakeId, intake.id), isNull(intakeRows.postingId), inArray(intakeRows.outcome, ['posting', 'call-back'])))
    .limit(1);
  if (!open) await tx.update(intakes).set({ state: 'saved', updatedAt: ctx.clock.now() }).where(eq(intakes.id, intake.id));
}
