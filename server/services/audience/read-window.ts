import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { ChatWindow } from '../../contract/audience.ts';
import type { Database } from '../../db/database.ts';
import { chatMessages, chatVotes } from '../../db/schema/audience.ts';
import { TOP_QUESTIONS, WINDOW } from '../../domain/audience/room.ts';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { findEpisode } from '../live/episode-view.ts';
import { messageOnWire, questionOnWire, roomOf, roomOnWire } from './chat-row.ts';
import { viewerOf } from './viewer.ts';

type Shared = Omit<ChatWindow, 'me'>;
const readers = new WeakMap<Database, (episodeId: string, asked: true) => Promise<Shared>>();

/** After a lost line a whole hall comes back at once: who asks while others are answered is answered together with those who ask then, too. */
function reader(ctx: Context) {
  const known = readers.get(ctx.db);
  if (known) return known;
  const made = coalesce<true, Shared>({
    most: 2_000,
    run: async (episodeId, asked) => {
      const shared = await readShared(ctx, episodeId);
      return asked.map(() => shared);
    },
  });
  readers.set(ctx.db, made);
  return made;
}

/** What somebody sees who has just come: the last of the chat, the questions with most votes. @throws Refusal EPISODE_NOT_FOUND */
export async function readWindow(ctx: Context, episodeId: string, viewerKey: string): Promise<ChatWindow> {
  const shared = await reader(ctx)(episodeId, true);
  const { viewerHash, number } = viewerOf(ctx, episodeId, viewerKey);
  return { ...shared, me: { number, voted: await votedBy(ctx, viewerHash, shared.questions) } };
}

async function votedBy(ctx: Context, viewerHash: string, questions: Shared['questions']): Promise<string[]> {
  if (questions.length === 0) return [];
  const among = inArray(
    chatVotes.messageId,
    questions.map(({ id }) => id),
  );
  const voted = await ctx.db
    .select({ id: chatVotes.messageId })
    .from(chatVotes)
    .where(and(eq(chatVotes.viewerHash, viewerHash), among));
  return voted.map(({ id }) => id);
}

async function readShared(ctx: Context, episodeId: string): Promise<Shared> {
  await findEpisode(ctx.db, { id: episodeId });
  const shown = (kind: 'chat' | 'question') =>
    and(
      eq(chatMessages.episodeId, episodeId),
      eq(chatMessages.kind, kind),
      eq(chatMessages.state, 'shown'),
      isNotNull(chatMessages.textSealed),
    );
  const last = await ctx.db
    .select()
    .from(chatMessages)
    .where(shown('chat'))
    .orderBy(desc(chatMessages.shownAt), desc(chatMessages.id))
    .limit(WINDOW);
  const questions = await ctx.db
    .select()
    .from(chatMessages)
    .where(shown('question'))
    .orderBy(sql`${chatMessages.answeredAt} is not null`, desc(chatMessages.votes), asc(chatMessages.shownAt))
    .limit(2 * TOP_QUESTIONS);
  return {
    room: await roomOnWire(ctx, episodeId, await roomOf(ctx.db, episodeId)),
    messages: last.reverse().map((row) => messageOnWire(ctx, row)),
    questions: questions.map((row) => questionOnWire(ctx, row)),
  };
}
