import { timingSafeEqual } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { forgetCredential } from './credentials.ts';
import { heldScreen } from './held-screen.ts';
import { adoption, assertDeviceKey } from './offer-pairing.ts';

type Credential = Pick<typeof screens.$inferSelect, 'id' | 'demo' | 'credentialVersion'>;

/**
 * The demo pairs a tab by itself, without a code: a demo screen only, and the caller answers for being on this machine. A real screen is one
 * device; a demo screen is every browser that looks at it, side by side: the first one's key stands at the screen, and each gets a text
 * under the vault's MAC by which its own key holds as long as that credential does.
 * @throws Refusal NOT_FOUND, NOT_ALLOWED, BAD_INPUT
 */
export async function adoptScreen(ctx: Context, actor: Actor, screenId: string, publicKey: string): Promise<{ adoption: string }> {
  assertDeviceKey(publicKey);
  const adopted = await ctx.db.transaction(async (tx) => {
    const { screen, path } = await heldScreen(tx, screenId);
    requireIn(actor, 'clerk', path);
    if (!screen.demo) throw new Refusal('NOT_ALLOWED');
    if (screen.publicKey !== null && screen.revokedAt === null) return { adoption: adoptionText(ctx, screen, publicKey) };
    const device = adoption(publicKey, ctx, screen);
    await tx.update(screens).set(device).where(eq(screens.id, screenId));
    await record(tx, ctx, actor, { area: 'screens', action: 'screen.paired', subject: screenId, after: { demo: true } });
    await announce(tx, ctx, { type: 'screen.changed', screenId });
    return { adoption: adoptionText(ctx, { ...screen, ...device }, publicKey) };
  });
  forgetCredential(ctx, screenId);
  return adopted;
}

/** The key that was let in as this demo screen; `undefined` for every other screen, and once its credential was revoked or taken over. */
export function adoptedKey(ctx: Pick<Context, 'vault'>, screen: Credential, given: string): string | undefined {
  const [publicKey = ''] = given.split('.');
  const right = Buffer.from(adoptionText(ctx, screen, publicKey));
  const shown = Buffer.from(given);
  return screen.demo && shown.length === right.length && timingSafeEqual(shown, right) ? publicKey : undefined;
}

function adoptionText(ctx: Pick<Context, 'vault'>, { id, credentialVersion }: Credential, publicKey: string): string {
  return `${publicKey}.${ctx.vault.fingerprint(`screen-adoption:${id}.${credentialVersion}.${publicKey}`)}`;
}
