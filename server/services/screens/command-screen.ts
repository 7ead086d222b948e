import type { ScreenCommand } from '../../contract/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { heldScreen } from './held-screen.ts';

/** Told to the glass at once; proved by its echo in the next report, not by an open socket. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function commandScreen(
  ctx: Context,
  actor: Actor,
  { screenId, ...ordered }: ScreenCommand & { screenId: string },
): Promise<{ commandId: string }> {
  const commandId = ctx.random.id();
  await ctx.db.transaction(async (tx) => {
    const { path } = await heldScreen(tx, screenId);
    requireIn(actor, 'clerk', path);
    await record(tx, ctx, actor, {
      area: 'screens',
      action: `screen.${ordered.command}`,
      subject: screenId,
      after: { commandId, ...(ordered.volume === undefined ? {} : { volume: ordered.volume }) },
    });
  });
  await ctx.bus.publish('screen.command', [{ screenId, id: commandId, ...ordered }]);
  return { commandId };
}
