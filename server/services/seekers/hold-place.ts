import { eq } from 'drizzle-orm';
import { seekers } from '../../db/schema/grabs.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import type { GrabOutcome } from '../grabs/decide-batch.ts';
import { grabPlace } from '../grabs/grab-place.ts';
import { contactHash, newSeeker } from './identity.ts';
import { consume } from './limits.ts';
import { type SeekerSession, startSession } from './session.ts';

export interface HoldPlace {
  postingId: string;
  phone: string;
  name?: string | undefined;
  linkCode?: string | undefined;
  clientAddress: string;
}

/**
 * 留位: no text message needed. The place is kept 15 minutes, and a clerk rings the number to confirm. The session that comes with it sees
 * this browser's holds only, never what the phone's owner has, and the answer is the same whether the owner stands in this posting or not.
 * @throws Refusal TOO_MANY_REQUESTS, POSTING_NOT_FOUND, POSTING_CLOSED, POSTING_EXPIRED
 */
export async function holdPlace(
  ctx: Context,
  actor: Actor,
  { postingId, phone, name, linkCode, clientAddress }: HoldPlace,
): Promise<{ outcome: GrabOutcome; session: SeekerSession | undefined }> {
  const own = await sameBrowser(ctx, actor, phone);
  if (own === undefined) await consume(ctx, { 'hold-address': clientAddress, 'hold-phone': phone });
  const session =
    own === undefined
      ? await ctx.db.transaction(async (tx) => startSession(tx, ctx, (await newSeeker(tx, ctx, { phone, name })).id))
      : undefined;
  const seekerId = own ?? session?.seekerId;
  if (seekerId === undefined) throw new Error('a hold needs somebody to hold for');
  const outcome = await grabPlace(ctx, { postingId, seekerId, linkCode, channel: 'call-back' });
  return { outcome, session };
}

/** The person of this browser, when it is the same phone as before (or a proved one). */
async function sameBrowser(ctx: Context, actor: Actor, phone: string): Promise<string | undefined> {
  if (actor.kind !== 'seeker') return undefined;
  const [seeker] = await ctx.db.select().from(seekers).where(eq(seekers.id, actor.seekerId));
  return seeker && seeker.contactHash === contactHash(ctx, phone) ? seeker.id : undefined;
}
