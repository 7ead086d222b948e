import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { changeGrab, type GrabRow, requireAnswering } from './change-grab.ts';

/**
 * The person gives the place back (or the clerk does, when told at the desk).
 * @throws Refusal NOT_FOUND, GRAB_STATE
 */
export function cancelGrab(ctx: Context, actor: Actor, grabId: string): Promise<GrabRow> {
  return changeGrab(ctx, actor, {
    grabId,
    act: 'cancel',
    guard: (grab, held) => {
      if (actor.kind !== 'seeker') return requireAnswering(actor, held);
      // Somebody else's grab is none of theirs, not even its existence.
      if (grab.seekerId !== actor.seekerId) throw new Refusal('NOT_FOUND');
    },
  });
}
