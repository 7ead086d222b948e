import { inArray } from 'drizzle-orm';
import type { ChatNews, ChatQuestion } from '../contract/audience.ts';
import { episodes } from '../db/schema/live.ts';
import { type ChatTold, chatTopic } from '../services/audience/chat-told.ts';
import type { Unsubscribe } from '../services/bus.ts';
import type { Context } from '../services/context.ts';
import { hearEvents } from './hear-events.ts';
import type { Hub } from './hub.ts';

export const chatOf = (episodeId: string): string => `chat:${episodeId}`;
/** What waits for the host, as a hint: the page asks for its list again. */
export const chatDeskOf = (episodeId: string): string => `chat-desk:${episodeId}`;

/** Thousands of phones are written to four times a second, whatever is said, and what is taken away is gone within the second all the same. */
const FLUSH_MS = 250;
/** Nobody reads more than a hundred lines a second: of a flood the newest go out. All are stored, and the window has them. */
const MOST_A_FLUSH = 25;

interface Pending {
  added: Map<string, ChatNews['added'][number]>;
  gone: Set<string>;
  questions: Map<string, ChatQuestion>;
  room: ChatNews['room'];
  desk: boolean;
}

/** The chat of every show reaches its open pages, gathered into few events. */
export async function tellChats(ctx: Context, hub: Hub): Promise<Unsubscribe> {
  const pending = new Map<string, Pending>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    for (const [episodeId, news] of pending) {
      const { added, gone, questions, room, desk } = news;
      if (added.size + gone.size + questions.size > 0 || room) {
        hub.publish(chatOf(episodeId), 'chat', {
          type: 'chat',
          added: [...added.values()].slice(-MOST_A_FLUSH),
          gone: [...gone],
          questions: [...questions.values()],
          ...(room && { room }),
        } satisfies ChatNews);
      }
      if (desk) hub.publish(chatDeskOf(episodeId), 'chat-desk', { type: 'chat-desk' });
    }
    pending.clear();
  }

  function hear({ episodeId, added = [], gone = [], questions = [], room, desk }: ChatTold): void {
    const news: Pending = pending.get(episodeId) ?? {
      added: new Map(),
      gone: new Set(),
      questions: new Map(),
      room: undefined,
      desk: false,
    };
    pending.set(episodeId, news);
    for (const message of added) news.added.set(message.id, message);
    for (const question of questions) news.questions.set(question.id, question);
    for (const id of gone) {
      news.added.delete(id);
      news.questions.delete(id);
      news.gone.add(id);
    }
    if (room) news.room = room;
    if (desk) news.desk = true;
    timer ??= setTimeout(flush, FLUSH_MS).unref();
  }

  /** The line between the servers was gone: what was taken away meanwhile must not stay on a phone. */
  async function tellAgain(): Promise<void> {
    const running = await ctx.db
      .select({ id: episodes.id })
      .from(episodes)
      .where(inArray(episodes.state, ['live', 'away']));
    for (const { id } of running) {
      hub.publish(chatOf(id), 'chat', { type: 'chat', added: [], gone: [], questions: [], again: true } satisfies ChatNews);
      hub.publish(chatDeskOf(id), 'chat-desk', { type: 'chat-desk' });
    }
  }

  const subscriptions = [
    await ctx.bus.subscribe(chatTopic, (message) => hear(message as ChatTold)),
    await hearEvents(ctx.bus, 'event.chat.removed', (event) => {
      if (event.type === 'chat.removed') hear({ episodeId: event.episodeId, gone: event.messageIds });
    }),
    ctx.bus.onGap(() => void tellAgain().catch((error: unknown) => ctx.log.error({ err: error }, 'chats could not be told again'))),
  ];
  return () => {
    clearTimeout(timer);
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}
