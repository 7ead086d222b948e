import { eq } from 'drizzle-orm';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import { keepEmptyPlaylists } from '../boards/empty-playlists.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { forgetCredential } from './credentials.ts';
import { heldScreen } from './held-screen.ts';
import { leaveWall } from './save-glass.ts';

/** Takes a device's credential away: its sessions end at once, and it shows its pairing view. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function revokeScreen(ctx: Context, actor: Actor, screenId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { screen, path } = await heldScreen(tx, screenId);
    requireIn(actor, 'clerk', path);
    await tx
      .update(screens)
      .set({ revokedAt: ctx.clock.now(), publicKey: null, credentialVersion: screen.credentialVersion + 1 })
      .where(eq(screens.id, screenId));
    // What hangs nowhere lacks nothing.
    await keepEmptyPlaylists(tx, ctx, { screenIds: [screenId], empty: [] });
    // A lead half alone would hang there without a code.
    await leaveWall(tx, ctx, screen);
    await record(tx, ctx, actor, {
      area: 'screens',
      action: 'screen.revoked',
      subject: screenId,
      before: { pairedAt: screen.pairedAt?.toString() },
    });
    await announce(tx, ctx, { type: 'screen.revoked', screenId });
  });
  forgetCredential(ctx, screenId);
}
