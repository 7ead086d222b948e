import { and, isNotNull, lt } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { guests, raisedHands } from '../../db/schema/guests.ts';
import type { Context } from '../context.ts';

/** Takes names and browsers of guests; that somebody agreed to which wording, and when, stays with the recording. */
export async function forgetGuests({ db }: Context, before: Temporal.Instant): Promise<void> {
  await db
    .update(guests)
    .set({ nameSealed: null, tokenHash: null, deviceHash: null })
    .where(and(lt(guests.invitedAt, before), isNotNull(guests.nameSealed)));
  await db.delete(raisedHands).where(lt(raisedHands.raisedAt, before));
}
