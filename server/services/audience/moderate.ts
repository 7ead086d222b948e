import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Moderation } from '../../contract/audience.ts';
import type { Tx } from '../../db/database.ts';
import { chatMessages, chatViewers } from '../../db/schema/audience.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireHosting } from '../live/require-publishing.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { holdMessage, type MessageRow, messageOnWire, questionOnWire, roomOf, roomOnWire } from './chat-row.ts';
import { type ChatTold, tellChat } from './chat-told.ts';
import { storeRoom } from './set-room.ts';

interface Work {
  tx: Tx;
  ctx: Context;
  actor: Actor;
  episodeId: string;
  message: MessageRow;
}
/** What pages are told; `room`: look at it once more after the commit. */
type Done = Omit<ChatTold, 'episodeId' | 'room'> & { room?: true };

/**
 * The host's hand on one message: let it through, take it away from every page, mute its writer, pin it, mark the question answered.
 * @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, CHAT_MESSAGE_GONE
 */
export async function moderate(
  ctx: Context,
  actor: Actor,
  { episodeId, messageId, act }: Moderation & { episodeId: string; messageId: string },
): Promise<void> {
  await requireHosting(ctx, actor, episodeId);
  const { room, ...done } = await ctx.db.transaction(async (tx) => {
    const message = await holdMessage(tx, episodeId, messageId);
    const done = await acts[act]({ tx, ctx, actor, episodeId, message });
    await record(tx, ctx, actor, {
      area: 'chat',
      action: `message.${act}`,
      subject: messageId,
      before: { state: message.state },
      after: { episodeId },
    });
    return done;
  });
  const told = room ? { room: await roomOnWire(ctx, episodeId, await roomOf(ctx.db, episodeId)) } : {};
  await tellChat(ctx, { episodeId, ...done, ...told });
}

const acts: Record<Moderation['act'], (work: Work) => Promise<Done>> = {
  async show({ tx, ctx, actor, message }) {
    if (message.state === 'shown') return {};
    const shown = { state: 'shown', shownAt: ctx.clock.now(), decidedBy: nameOf(actor) } as const;
    await tx.update(chatMessages).set(shown).where(eq(chatMessages.id, message.id));
    const row = { ...message, ...shown };
    return message.kind === 'chat'
      ? { added: [messageOnWire(ctx, row)], desk: true }
      : { questions: [questionOnWire(ctx, row)], desk: true };
  },

  remove: (work) => takeAway(work, [work.message.id]),

  async mute(work) {
    const { tx, ctx, actor, episodeId, message } = work;
    // Nobody mutes the host, and whoever is forgotten writes no more.
    if (message.viewerHash === null) throw new Refusal('NOT_ALLOWED');
    await tx
      .update(chatViewers)
      .set({ mutedAt: ctx.clock.now(), mutedBy: nameOf(actor) })
      .where(and(eq(chatViewers.episodeId, episodeId), eq(chatViewers.viewerHash, message.viewerHash)));
    const theirs = await tx
      .select({ id: chatMessages.id })
      .from(chatMessages)
      .where(
        and(eq(chatMessages.episodeId, episodeId), eq(chatMessages.viewerHash, message.viewerHash), ne(chatMessages.state, 'removed')),
      );
    return takeAway(
      work,
      theirs.map(({ id }) => id),
    );
  },

  async pin({ tx, ctx, episodeId, message }) {
    if (message.state !== 'shown') throw new Refusal('CHAT_MESSAGE_GONE');
    await storeRoom(tx, ctx, episodeId, { ...(await roomOf(tx, episodeId)), pinnedId: message.id });
    return { room: true };
  },

  async unpin({ tx, ctx, episodeId }) {
    await storeRoom(tx, ctx, episodeId, { ...(await roomOf(tx, episodeId)), pinnedId: null });
    return { room: true };
  },

  async answer({ tx, ctx, message }) {
    if (message.kind !== 'question' || message.state !== 'shown') throw new Refusal('CHAT_MESSAGE_GONE');
    const answeredAt = message.answeredAt === null ? ctx.clock.now() : null;
    await tx.update(chatMessages).set({ answeredAt }).where(eq(chatMessages.id, message.id));
    return { questions: [questionOnWire(ctx, { ...message, answeredAt })] };
  },
};

/** Off every page. The event goes its sure way through the outbox; open pages hear of it by the short one, within the second. */
async function takeAway({ tx, ctx, actor, episodeId }: Work, ids: string[]): Promise<Done> {
  await tx
    .update(chatMessages)
    .set({ state: 'removed', decidedBy: nameOf(actor) })
    .where(inArray(chatMessages.id, ids));
  const room = await roomOf(tx, episodeId);
  const isPinned = room.pinnedId !== null && ids.includes(room.pinnedId);
  if (isPinned) await storeRoom(tx, ctx, episodeId, { ...room, pinnedId: null });
  await announce(tx, ctx, { type: 'chat.removed', episodeId, messageIds: ids });
  return { gone: ids, desk: true, ...(isPinned ? { room: true } : {}) };
}
