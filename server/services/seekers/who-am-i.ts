import { eq } from 'drizzle-orm';
import { seekers } from '../../db/schema/grabs.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import type { Context } from '../context.ts';

export interface WhoAmI {
  signedIn: boolean;
  /** The phone is proved: a grab needs no code. */
  proved: boolean;
  phoneMasked: string | null;
  smsAvailable: boolean;
}

export async function whoAmI(ctx: Context, actor: Actor): Promise<WhoAmI> {
  const smsAvailable = ctx.sms.available;
  if (actor.kind !== 'seeker') return { signedIn: false, proved: false, phoneMasked: null, smsAvailable };
  const [seeker] = await ctx.db.select().from(seekers).where(eq(seekers.id, actor.seekerId));
  return {
    signedIn: seeker !== undefined,
    proved: seeker !== undefined && seeker.phoneHash !== null,
    phoneMasked: seeker?.phoneSealed ? maskPhone(ctx.vault.open(seeker.phoneSealed)) : null,
    smsAvailable,
  };
}
