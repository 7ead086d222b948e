import type { ChatMessage, HostMessage } from '../../contract/audience.ts';
import { chatMessages } from '../../db/schema/audience.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requirePublishing } from '../live/require-publishing.ts';
import { record } from '../record.ts';
import { messageOnWire, roomOf, roomOnWire } from './chat-row.ts';
import { tellChat } from './chat-told.ts';
import { storeRoom } from './set-room.ts';

/** The host writes; pinned, it stays above what the viewers write. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE */
export async function sayAsHost(
  ctx: Context,
  actor: Actor,
  { episodeId, text, pin }: HostMessage & { episodeId: string },
): Promise<ChatMessage> {
  await requirePublishing(ctx, actor, episodeId);
  const at = ctx.clock.now();
  const id = ctx.random.id();
  const row = await ctx.db.transaction(async (tx) => {
    const [stored] = await tx
      .insert(chatMessages)
      .values({
        id,
        episodeId,
        kind: 'chat',
        textSealed: ctx.vault.seal(text),
        state: 'shown',
        createdAt: at,
        shownAt: at,
        decidedBy: nameOf(actor),
      })
      .returning();
    if (!stored) throw new Error('an insert gave nothing back');
    if (pin) await storeRoom(tx, ctx, episodeId, { ...(await roomOf(tx, episodeId)), pinnedId: id });
    await record(tx, ctx, actor, { area: 'chat', action: 'host.said', subject: id, after: { episodeId, pinned: pin } });
    return stored;
  });
  const message = messageOnWire(ctx, row);
  const room = pin ? { room: await roomOnWire(ctx, episodeId, await roomOf(ctx.db, episodeId)) } : {};
  await tellChat(ctx, { episodeId, added: [message], ...room });
  return message;
}
