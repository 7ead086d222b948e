import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { heldScreen } from './held-screen.ts';

export type ScreenCommand = 'identify' | 'reload' | 'refresh';

/** Told to the glass at once; proved by its echo in the next presented report, not by an open socket. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function commandScreen(
  ctx: Context,
  actor: Actor,
  input: { screenId: string; command: ScreenCommand },
): Promise<{ commandId: string }> {
  const commandId = ctx.random.id();
  await ctx.db.transaction(async (tx) => {
    const { path } = await heldScreen(tx, input.screenId);
    requireIn(actor, 'clerk', path);
    await record(tx, ctx, actor, { area: 'screens', action: `screen.${input.command}`, subject: input.screenId });
  });
  await ctx.bus.publish('screen.command', { screenId: input.screenId, id: commandId, command: input.command });
  return { commandId };
}
