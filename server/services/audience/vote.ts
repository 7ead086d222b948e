import { and, eq, sql } from 'drizzle-orm';
import { chatMessages, chatVotes } from '../../db/schema/audience.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { consume } from '../seekers/limits.ts';
import { questionOnWire } from './chat-row.ts';
import { tellChat } from './chat-told.ts';
import { viewerOf } from './viewer.ts';

/** 我也想问: one vote a browser. The second is no news. @throws Refusal TOO_MANY_REQUESTS, CHAT_MESSAGE_GONE */
export async function voteFor(
  ctx: Context,
  { episodeId, messageId, viewerKey, clientAddress }: { episodeId: string; messageId: string; viewerKey: string; clientAddress: string },
): Promise<void> {
  const { viewerHash } = viewerOf(ctx, episodeId, viewerKey);
  await consume(ctx, { 'vote-address': clientAddress, 'vote-viewer': viewerHash });
  const question = await ctx.db.transaction(async (tx) => {
    const asked = and(
      eq(chatMessages.id, messageId),
      eq(chatMessages.episodeId, episodeId),
      eq(chatMessages.kind, 'question'),
      eq(chatMessages.state, 'shown'),
    );
    const [found] = await tx.select({ id: chatMessages.id }).from(chatMessages).where(asked);
    if (!found) throw new Refusal('CHAT_MESSAGE_GONE');
    const [voted] = await tx.insert(chatVotes).values({ messageId, viewerHash }).onConflictDoNothing().returning();
    if (!voted) return undefined;
    const [raised] = await tx
      .update(chatMessages)
      .set({ votes: sql`${chatMessages.votes} + 1` })
      .where(asked)
      .returning();
    return raised;
  });
  if (question) await tellChat(ctx, { episodeId, questions: [questionOnWire(ctx, question)] });
}
