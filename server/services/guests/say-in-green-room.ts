import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireHosting } from '../live/require-publishing.ts';
import { consume } from '../seekers/limits.ts';
import type { GuestsPort } from './guests-port.ts';

/** A line from the host to the guests. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, TOO_MANY_REQUESTS, LIVE_UNAVAILABLE */
export async function sayToGuests(
  ctx: Context,
  port: GuestsPort,
  actor: Actor,
  { episodeId, text }: { episodeId: string; text: string },
): Promise<void> {
  await requireHosting(ctx, actor, episodeId);
  await consume(ctx, { 'guest-line': `host:${episodeId}` });
  port.say(episodeId, { from: 'host', text, at: ctx.clock.now().toString() });
}

/** A line from a guest to the host and the other guests. @throws Refusal TOO_MANY_REQUESTS, LIVE_UNAVAILABLE */
export async function sayAsGuest(ctx: Context, port: GuestsPort, actor: Extract<Actor, { kind: 'guest' }>, text: string): Promise<void> {
  await consume(ctx, { 'guest-line': actor.guestId });
  port.say(actor.episodeId, { from: actor.guestId, text, at: ctx.clock.now().toString() });
}
