import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { SaveOutcome, SaveRows } from '../../contract/intake-desk.ts';
import type { Tx } from '../../db/database.ts';
import { intakeRows, intakes } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { PostingOutcome } from '../../domain/intake/outcome.ts';
import { blocks, type Finding } from '../../domain/lint/lint.ts';
import type { Context } from '../context.ts';
import { renewAll } from '../postings/confirm-posting.ts';
import { insertPostings } from '../postings/insert-posting.ts';
import { holdPostings } from '../postings/posting-row.ts';
import { submitEntered } from '../postings/submit-posting.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { holdIntake, type IntakeRow, markOf, openOutcome, type StoredRow } from './intake-row.ts';

/** Rows a transaction: some tenths of a second. Saving again goes on where it stopped: a saved row knows its posting. */
const batch = 100;
const saveable = ['posting', 'call-back', 'duplicate'] as const;

/** Rows become postings: new ones drafts (or handed on), those said again renew what stands. */
export async function saveRows(ctx: Context, actor: Actor, intakeId: string, input: SaveRows): Promise<SaveOutcome> {
  const done: SaveOutcome = { drafts: 0, submitted: 0, published: 0, callBacks: 0, renewed: 0, left: 0, next: null };
  let after = input.after ?? '';
  let room = input.most ?? Number.POSITIVE_INFINITY;
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
        .limit(Math.min(batch, room));
      // What is nearly the same as a standing posting is added where somebody has picked it, not with all the rest.
      const decided = input.rows === 'all' ? rows.filter((row) => markOf(row).near !== true) : rows;
      const saved = await saveBatch(tx, ctx, actor, { intake, path, rows: decided, submit: input.submit ?? true });
      done.left += rows.length - decided.length;
      for (const kind of Object.values(saved)) done[kind] += 1;
      if (rows.length > 0)
        await record(tx, ctx, actor, { area: 'intake', action: 'intake.rows-saved', subject: intakeId, after: { rows: rows.length } });
      await markSaved(tx, ctx, intake);
      room -= rows.length;
      return rows.length === 0 ? undefined : { id: rows.at(-1)?.id ?? '', full: rows.length === batch };
    });
    if (last === undefined) return done;
    after = last.id;
    if (room === 0) return { ...done, next: after };
    if (!last.full) return done;
  }
}

interface BatchToSave {
  intake: IntakeRow;
  path: string;
  rows: readonly StoredRow[];
  submit: boolean;
}

type Became = Exclude<keyof SaveOutcome, 'next'>;
type OfferRow = StoredRow & { offer: PostingOutcome & { renews?: string } };

/** @returns what became of each row, by its id */
async function saveBatch(tx: Tx, ctx: Context, actor: Actor, batched: BatchToSave): Promise<Record<string, Became>> {
  const { intake, path, rows, submit } = batched;
  const offers = rows.flatMap((row): OfferRow[] => {
    const outcome = openOutcome(ctx, row);
    if (outcome.outcome === 'posting') return [{ ...row, offer: outcome }];
    return outcome.outcome === 'duplicate' && outcome.renews !== undefined ? [{ ...row, offer: outcome }] : [];
  });
  // Postings are held before any number is given out: an approval holds its posting first and then asks for a number.
  const standing = await holdPostings(
    tx,
    offers.flatMap(({ offer }) => offer.renews ?? []),
  );
  const renews = ({ offer }: OfferRow) => {
    const held = standing.get(offer.renews ?? '');
    return held && held.posting.status !== 'closed' ? held : undefined;
  };
  const again = offers.flatMap((row) => {
    const held = renews(row);
    return held ? [{ row, held }] : [];
  });
  const fresh = offers.filter((row) => !renews(row));
  // Said twice in one intake, the later words are those that count.
  const newestWords = new Map(again.map(({ row, held }) => [held.posting.id, { held, facts: row.offer.facts, intakeRowId: row.id }]));
  await renewAll(
    tx,
    ctx,
    actor,
    [...newestWords.values()].map((one) => ({ ...one, at: intake.receivedAt })),
  );
  const entered = await insertPostings(
    tx,
    ctx,
    actor,
    { regionCode: intake.regionCode, path },
    fresh.map(({ id, offer }) => ({ facts: offer.facts, original: wordsOf(offer), intakeRowId: id, sentAt: intake.receivedAt })),
  );
  // A rule that came into force since the preview keeps its row as a draft, with its findings.
  const ready = entered.filter(
    ({ posting, findings }, at) =>
      submit && posting.status === 'draft' && fresh[at]?.offer.state === 'ready' && !blocks(findings as Finding[]),
  );
  const published = await submitEntered(tx, ctx, actor, ready);
  const handedOn = new Set(ready.map(({ posting }) => posting.id));

  const became: Record<string, Became> = Object.fromEntries(rows.map((row) => [row.id, 'left' as const]));
  const postingOf = new Map<string, string>();
  for (const { row, held } of again) {
    became[row.id] = 'renewed';
    postingOf.set(row.id, held.posting.id);
  }
  fresh.forEach((row, at) => {
    const posting = entered[at]?.posting;
    if (!posting) throw new Error('every row became a posting');
    postingOf.set(row.id, posting.id);
    if (posting.status === 'call-back') became[row.id] = 'callBacks';
    else if (!handedOn.has(posting.id)) became[row.id] = 'drafts';
    else became[row.id] = published.has(posting.id) ? 'published' : 'submitted';
  });
  await rememberPostings(tx, postingOf);
  return became;
}

/** A saved row knows its posting. */
async function rememberPostings(tx: Tx, postingOf: ReadonlyMap<string, string>): Promise<void> {
  if (postingOf.size === 0) return;
  const values = [...postingOf].map(([rowId, postingId]) => sql`(${rowId}, ${postingId})`);
  await tx.execute(sql`
    update intake_rows set posting_id = saved.posting_id
    from (values ${sql.join(values, sql`, `)}) as saved(row_id, posting_id)
    where intake_rows.id = saved.row_id`);
}

/** The words as they stood: a chat post as it is, a table's row as "header: cell" lines. */
export const wordsOf = ({ original }: PostingOutcome): string =>
  original.原文 ??
  Object.entries(original)
    .map(([header, cell]) => `${header}：${cell}`)
    .join('\n');

export async function markSaved(tx: Tx, ctx: Context, intake: IntakeRow): Promise<void> {
  const [open] = await tx
    .select({ id: intakeRows.id })
    .from(intakeRows)
    .where(and(eq(intakeRows.intakeId, intake.id), isNull(intakeRows.postingId), inArray(intakeRows.outcome, ['posting', 'call-back'])))
    .limit(1);
  if (!open) await tx.update(intakes).set({ state: 'saved', updatedAt: ctx.clock.now() }).where(eq(intakes.id, intake.id));
}
