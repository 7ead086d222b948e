import { eq } from 'drizzle-orm';
import type { WhereShown } from '../../contract/events.ts';
import type { PublicationRequest } from '../../contract/posting.ts';
import { postings, publications } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { allocateNumber } from '../postings/allocate-number.ts';
import { holdAs, nextStatus } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { addPublications } from './add-publications.ts';

/**
 * Replaces where, from when, until when and how urgently a posting is shown. A wider reach may bring it beside a posting of the same
 * number: then it gets a new one.
 */
export async function publishPosting(
  ctx: Context,
  actor: Actor,
  postingId: string,
  wanted: readonly PublicationRequest[],
): Promise<{ number: number | null }> {
  return await ctx.db.transaction(async (tx) => {
    const { posting } = await holdAs(tx, actor, 'clerk', postingId);
    nextStatus('publish', posting.status);
    const before = await tx.delete(publications).where(eq(publications.postingId, postingId)).returning();
    await addPublications(tx, ctx, actor, postingId, wanted);
    let number = posting.number;
    if (isPublic(posting.status)) {
      number = await allocateNumber(tx, posting);
      await tx.update(postings).set({ number, updatedAt: ctx.clock.now() }).where(eq(postings.id, postingId));
      // What it is taken from must lose it as surely as what is new gets it: the rows that said so are gone.
      await announce(tx, ctx, { type: 'posting.published', postingId, formerly: placesOf(before) });
    }
    await record(tx, ctx, actor, {
      area: 'postings',
      action: 'posting.published',
      subject: postingId,
      before: before.map(({ stationId, regionCode, priority }) => ({ stationId, regionCode, priority })),
      after: wanted,
    });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'postings' });
    return { number };
  });
}

const placesOf = (shown: readonly (typeof publications.$inferSelect)[]): WhereShown => ({
  stationIds: shown.flatMap((one) => one.stationId ?? []),
  regionCodes: shown.flatMap((one) => one.regionCode ?? []),
});
