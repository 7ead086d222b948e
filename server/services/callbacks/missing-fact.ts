import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { callBacks } from '../../db/schema/postings.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import type { Context } from '../context.ts';

/** What must be asked before the posting can go on, as codes. */
export function missingFacts(facts: PostingFacts): string[] {
  return facts.employerKind === 'unknown' || !facts.employer ? ['employer'] : [];
}

interface Ask {
  postingId: string;
  regionCode: string;
  facts: PostingFacts;
  by: string;
}

/** Puts new postings on the call-back list where something is missing. */
export async function askForNew(tx: Tx, ctx: Context, entered: readonly Omit<Ask, 'by'>[]): Promise<void> {
  const asks = entered.flatMap(({ facts, postingId, regionCode }) => {
    const missing = missingFacts(facts);
    return missing.length === 0 ? [] : [askOf(ctx, { postingId, regionCode, missing, phone: facts.phones[0] })];
  });
  if (asks.length > 0) await tx.insert(callBacks).values(asks);
}

const askOf = (
  ctx: Context,
  { postingId, regionCode, missing, phone }: { postingId: string; regionCode: string; missing: string[]; phone: string | undefined },
) => ({
  id: ctx.random.id(),
  kind: 'missing-fact' as const,
  regionCode,
  postingId,
  facts: missing,
  phoneSealed: phone === undefined ? null : ctx.vault.seal(phone),
  createdAt: ctx.clock.now(),
});

/**
 * A job that is full was sent again: the wall says 已招满 and the employer wants people. How many, only a call tells. One open entry a
 * posting; more places take it off the list.
 */
export async function askForPlaces(
  tx: Tx,
  ctx: Context,
  sent: readonly { postingId: string; regionCode: string; facts: PostingFacts }[],
): Promise<void> {
  if (sent.length === 0) return;
  const asked = await tx
    .select({ postingId: callBacks.postingId })
    .from(callBacks)
    .where(
      and(
        eq(callBacks.kind, 'missing-fact'),
        isNull(callBacks.doneAt),
        inArray(
          callBacks.postingId,
          sent.map((one) => one.postingId),
        ),
      ),
    );
  const known = new Set(asked.map((one) => one.postingId));
  const asks = sent
    .filter((one) => !known.has(one.postingId))
    .map(({ facts, ...one }) => askOf(ctx, { ...one, missing: ['places'], phone: facts.phones[0] }));
  if (asks.length > 0) await tx.insert(callBacks).values(asks);
}

/** The desk has said how many. */
export async function placesSaid(tx: Tx, ctx: Context, postingId: string, by: string): Promise<void> {
  await tx
    .update(callBacks)
    .set({ doneAt: ctx.clock.now(), doneBy: by, outcome: 'completed' })
    .where(and(eq(callBacks.postingId, postingId), eq(callBacks.kind, 'missing-fact'), isNull(callBacks.doneAt)));
}

/** Puts the posting on the call-back list, or takes it off once nothing is missing. One open entry a posting. */
export async function askForMissing(tx: Tx, ctx: Context, { postingId, regionCode, facts, by }: Ask): Promise<void> {
  const missing = missingFacts(facts);
  const open = and(eq(callBacks.postingId, postingId), eq(callBacks.kind, 'missing-fact'), isNull(callBacks.doneAt));
  if (missing.length === 0) {
    await tx.update(callBacks).set({ doneAt: ctx.clock.now(), doneBy: by, outcome: 'completed' }).where(open);
    return;
  }
  const [phone] = facts.phones;
  const phoneSealed = phone === undefined ? null : ctx.vault.seal(phone);
  const known = await tx.update(callBacks).set({ facts: missing, phoneSealed }).where(open).returning({ id: callBacks.id });
  if (known.length > 0) return;
  await tx.insert(callBacks).values(askOf(ctx, { postingId, regionCode, missing, phone }));
}
