import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import { glassFacts } from '../boards/compose-boards.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { heldScreen } from './held-screen.ts';
import { type GlassSize, saveGlass } from './save-glass.ts';

/** Size, distance, name, show and sound of a screen. @throws Refusal NOT_FOUND, NOT_ALLOWED, GLASS_TOO_SMALL, GLASS_ARRANGEMENT, WALL_PARTNER, WALL_UNEQUAL */
export async function changeScreen(ctx: Context, actor: Actor, input: { screenId: string; glass: GlassSize }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { screen, path } = await heldScreen(tx, input.screenId);
    requireIn(actor, 'clerk', path);
    await saveGlass(tx, ctx, { screen, glass: input.glass });
    await record(tx, ctx, actor, {
      area: 'screens',
      action: 'screen.changed',
      subject: screen.id,
      before: glassFacts(screen),
      after: input.glass,
    });
    await announce(tx, ctx, { type: 'screen.changed', screenId: screen.id });
  });
}
