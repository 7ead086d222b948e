import type { EditPosting } from '../../contract/desk.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import type { PostingSaved } from './create-posting.ts';
import { writeCorrection } from './insert-posting.ts';
import { holdAs, nextStatus, requireVersion } from './posting-row.ts';
import { submitHeld } from './submit-posting.ts';
import { readVersion } from './versions.ts';

/**
 * A correction is a version. One of a public posting waits for a second person while the approved words stay on the glass.
 * @throws Refusal VERSION_CONFLICT, POSTING_STATE, POSTING_BLOCKED, EMPLOYER_MISSING
 */
export async function editPosting(ctx: Context, actor: Actor, postingId: string, input: EditPosting): Promise<PostingSaved> {
  return await ctx.db.transaction(async (tx) => {
    const held = await holdAs(tx, actor, 'clerk', postingId);
    requireVersion(held.posting, input.version);
    nextStatus('edit', held.posting.status);
    const { original, facts: before } = await readVersion(ctx, tx, postingId, input.version);
    // The desk shows phones masked: an edit that doesn't touch them sends none and keeps what is known.
    const facts = input.facts.phones.length === 0 ? { ...input.facts, phones: before.phones } : input.facts;
    const corrected = await writeCorrection(tx, ctx, actor, held, { facts, original });
    const status = input.submit ? (await submitHeld(tx, ctx, actor, corrected)).status : corrected.posting.status;
    return { id: postingId, version: corrected.posting.version, status };
  });
}
