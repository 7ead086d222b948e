import type { ChatMessage, ChatQuestion, ChatRoomOnWire } from '../../contract/audience.ts';
import type { Context } from '../context.ts';

/** On the bus, after the commit: what open pages of one show are told of its chat. */
export const chatTopic = 'chat.told';

export interface ChatTold {
  episodeId: string;
  added?: ChatMessage[];
  gone?: string[];
  questions?: ChatQuestion[];
  room?: ChatRoomOnWire;
  /** Something waits for the host, or waits no more. */
  desk?: true;
}

export async function tellChat(ctx: Pick<Context, 'bus'>, told: ChatTold): Promise<void> {
  await ctx.bus.publish(chatTopic, told);
}
