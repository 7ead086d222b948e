import { and, asc, count, eq, isNotNull, isNull } from 'drizzle-orm';
import type { ChatDesk } from '../../contract/audience.ts';
import { chatMessages, chatViewers } from '../../db/schema/audience.ts';
import { callBacks, postings, postingVersions } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import type { Context } from '../context.ts';
import { requireHosting } from '../live/require-publishing.ts';
import { regionPath } from '../regions/region-of.ts';
import { messageOnWire, roomOf, roomOnWire } from './chat-row.ts';
import { wordsOf } from './words-of.ts';

const longestList = 100;

/** What waits for the host: held messages with the words that held them, and people who want to be rung. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function readDesk(ctx: Context, actor: Actor, episodeId: string): Promise<ChatDesk> {
  const episode = await requireHosting(ctx, actor, episodeId);
  const matcher = await wordsOf(ctx, await regionPath(ctx.db, episode.regionCode));
  const room = await roomOf(ctx.db, episodeId);
  const held = await ctx.db
    .select()
    .from(chatMessages)
    .where(and(eq(chatMessages.episodeId, episodeId), eq(chatMessages.state, 'held')))
    .orderBy(asc(chatMessages.createdAt))
    .limit(longestList);
  const rung = await ctx.db
    .select({ callBack: callBacks, number: postings.number, facts: postingVersions.facts })
    .from(callBacks)
    .leftJoin(postings, eq(postings.id, callBacks.postingId))
    .leftJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.version)))
    .where(and(eq(callBacks.episodeId, episodeId), eq(callBacks.kind, 'chat'), isNull(callBacks.doneAt)))
    .orderBy(asc(callBacks.createdAt))
    .limit(longestList);
  const [muted] = await ctx.db
    .select({ count: count() })
    .from(chatViewers)
    .where(and(eq(chatViewers.episodeId, episodeId), isNotNull(chatViewers.mutedAt)));
  return {
    room: { ...(await roomOnWire(ctx, episodeId, room)), holdsAll: room.holdsAll },
    held: held.map((row) => {
      const message = messageOnWire(ctx, row);
      return { ...message, kind: row.kind, words: matcher.find(message.text).map(({ word }) => word) };
    }),
    callBacks: rung.map(({ callBack, number, facts }) => ({
      id: callBack.id,
      phoneMasked: callBack.phoneSealed === null ? null : maskPhone(ctx.vault.open(callBack.phoneSealed)),
      number,
      trade: facts?.trade ?? null,
      createdAt: callBack.createdAt.toString(),
    })),
    muted: muted?.count ?? 0,
  };
}
