import { and, eq } from 'drizzle-orm';
import type { ChatMessage, ChatQuestion, ChatRoomOnWire } from '../../contract/audience.ts';
import type { Database, Tx } from '../../db/database.ts';
import { chatMessages, chatRooms } from '../../db/schema/audience.ts';
import { type ChatRoom, usualRoom } from '../../domain/audience/room.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';

export type MessageRow = typeof chatMessages.$inferSelect;

/** @throws Refusal CHAT_MESSAGE_GONE */
export async function holdMessage(tx: Tx, episodeId: string, messageId: string): Promise<MessageRow> {
  const [found] = await tx
    .select()
    .from(chatMessages)
    .where(and(eq(chatMessages.id, messageId), eq(chatMessages.episodeId, episodeId)))
    .for('update');
  if (!found || found.state === 'removed') throw new Refusal('CHAT_MESSAGE_GONE');
  return found;
}

export const messageOnWire = (ctx: Pick<Context, 'vault'>, row: MessageRow): ChatMessage => ({
  id: row.id,
  number: row.number,
  text: row.textSealed === null ? '' : ctx.vault.open(row.textSealed),
  at: (row.shownAt ?? row.createdAt).toString(),
});

export const questionOnWire = (ctx: Pick<Context, 'vault'>, row: MessageRow): ChatQuestion => ({
  ...messageOnWire(ctx, row),
  votes: row.votes,
  answered: row.answeredAt !== null,
});

export interface RoomFound extends ChatRoom {
  pinnedId: string | null;
}

export async function roomOf(db: Database | Tx, episodeId: string): Promise<RoomFound> {
  const [room] = await db.select().from(chatRooms).where(eq(chatRooms.episodeId, episodeId));
  return room ?? { ...usualRoom, pinnedId: null };
}

export async function roomOnWire(ctx: Context, episodeId: string, room: RoomFound): Promise<ChatRoomOnWire> {
  const { isOn, slowSeconds, pinnedId } = room;
  if (pinnedId === null) return { isOn, slowSeconds, pinned: null };
  const [pinned] = await ctx.db
    .select()
    .from(chatMessages)
    .where(and(eq(chatMessages.id, pinnedId), eq(chatMessages.episodeId, episodeId), eq(chatMessages.state, 'shown')));
  return { isOn, slowSeconds, pinned: pinned ? messageOnWire(ctx, pinned) : null };
}
