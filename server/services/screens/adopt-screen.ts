import { eq } from 'drizzle-orm';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { heldScreen } from './held-screen.ts';
import { adoption, assertDeviceKey } from './offer-pairing.ts';

/**
 * The demo pairs a tab by itself, without a code: a demo screen only, and the caller answers for being on this machine.
 * @throws Refusal NOT_FOUND, NOT_ALLOWED, BAD_INPUT
 */
export async function adoptScreen(ctx: Context, actor: Actor, screenId: string, publicKey: string): Promise<void> {
  assertDeviceKey(publicKey);
  await ctx.db.transaction(async (tx) => {
    const { screen, path } = await heldScreen(tx, screenId);
    requireIn(actor, 'clerk', path);
    if (!screen.demo) throw new Refusal('NOT_ALLOWED');
    await tx
      .update(screens)
      .set(adoption(publicKey, ctx, screen))
      .where(eq(screens.id, screenId));
    await record(tx, ctx, actor, { area: 'screens', action: 'screen.paired', subject: screenId, after: { demo: true } });
    await announce(tx, ctx, { type: 'screen.changed', screenId });
  });
}
