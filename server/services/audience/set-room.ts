import type { SetRoom } from '../../contract/audience.ts';
import type { Tx } from '../../db/database.ts';
import { chatRooms } from '../../db/schema/audience.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireHosting } from '../live/require-publishing.ts';
import { record } from '../record.ts';
import { type RoomFound, roomOf, roomOnWire } from './chat-row.ts';
import { tellChat } from './chat-told.ts';

/** Chat on or off, everything held or not, the slow mode. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function setRoom(ctx: Context, actor: Actor, { episodeId, ...wanted }: SetRoom & { episodeId: string }): Promise<void> {
  await requireHosting(ctx, actor, episodeId);
  await ctx.db.transaction(async (tx) => {
    const before = await roomOf(tx, episodeId);
    await storeRoom(tx, ctx, episodeId, { ...wanted, pinnedId: before.pinnedId });
    await record(tx, ctx, actor, {
      area: 'chat',
      action: 'room.set',
      subject: episodeId,
      before: { isOn: before.isOn, holdsAll: before.holdsAll, slowSeconds: before.slowSeconds },
      after: wanted,
    });
  });
  await tellChat(ctx, { episodeId, room: await roomOnWire(ctx, episodeId, await roomOf(ctx.db, episodeId)), desk: true });
}

export async function storeRoom(tx: Tx, ctx: Context, episodeId: string, room: RoomFound): Promise<void> {
  const { isOn, holdsAll, slowSeconds, pinnedId } = room;
  const set = { isOn, holdsAll, slowSeconds, pinnedId, updatedAt: ctx.clock.now() };
  await tx
    .insert(chatRooms)
    .values({ episodeId, ...set })
    .onConflictDoUpdate({ target: chatRooms.episodeId, set });
}
