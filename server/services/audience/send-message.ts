import { and, eq, sql } from 'drizzle-orm';
import type { SendMessage, SentMessage } from '../../contract/audience.ts';
import { chatMessages, chatRooms, chatViewers } from '../../db/schema/audience.ts';
import { episodes } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import { hidePhones } from '../../domain/audience/hide-phones.ts';
import { judge, usualRoom } from '../../domain/audience/room.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { consume } from '../seekers/limits.ts';
import { messageOnWire, questionOnWire } from './chat-row.ts';
import { tellChat } from './chat-told.ts';
import { type Viewer, viewerOf } from './viewer.ts';
import { wordsOf } from './words-of.ts';

export interface Sending extends SendMessage {
  episodeId: string;
  viewerKey: string;
  clientAddress: string;
}

/**
 * A viewer writes, or asks. Numbers of telephones are hidden before anything is stored; the number comes back to its writer alone.
 * @throws Refusal EPISODE_NOT_FOUND, TOO_MANY_REQUESTS, CHAT_CLOSED, CHAT_OFF, CHAT_MUTED, CHAT_WORD_REFUSED, CHAT_TOO_FAST
 */
export async function sendMessage(ctx: Context, { episodeId, viewerKey, clientAddress, kind, text: typed }: Sending): Promise<SentMessage> {
  const viewer = viewerOf(ctx, episodeId, viewerKey);
  await consume(ctx, { 'chat-address': clientAddress, 'chat-viewer': viewer.viewerHash });
  const place = await placeOf(ctx, episodeId, viewer);
  // A word may be hidden among the digits of a number: it is looked for in what was typed.
  const words = (await wordsOf(ctx, place.path)).find(typed);
  const judgement = judge({ isRunning: place.isRunning, room: place.room, isMuted: place.isMuted, words });
  if (judgement.kind === 'refused') throw new Refusal(judgement.code);
  const { text, mobile } = hidePhones(typed);
  const at = ctx.clock.now();
  const isShown = judgement.kind === 'shown';
  const row = await ctx.db.transaction(async (tx) => {
    const free = at.subtract({ seconds: place.room.slowSeconds }).toString();
    const [mayWrite] = await tx
      .insert(chatViewers)
      .values({ episodeId, viewerHash: viewer.viewerHash, number: viewer.number, lastAt: at, createdAt: at })
      .onConflictDoUpdate({
        target: [chatViewers.episodeId, chatViewers.viewerHash],
        set: { lastAt: at },
        // Asked and set in one statement: two taps at once are one message.
        setWhere: sql`${chatViewers.mutedAt} is null and (${chatViewers.lastAt} is null or ${chatViewers.lastAt} <= ${free}::timestamptz)`,
      })
      .returning({ number: chatViewers.number });
    if (!mayWrite) throw new Refusal('CHAT_TOO_FAST', { seconds: secondsLeft(place, at.epochMilliseconds) });
    const [stored] = await tx
      .insert(chatMessages)
      .values({
        id: ctx.random.id(),
        episodeId,
        kind,
        viewerHash: viewer.viewerHash,
        number: viewer.number,
        textSealed: ctx.vault.seal(text),
        state: isShown ? 'shown' : 'held',
        createdAt: at,
        shownAt: isShown ? at : null,
      })
      .returning();
    if (!stored) throw new Error('an insert gave nothing back');
    return stored;
  });
  const message = messageOnWire(ctx, row);
  if (!isShown) await tellChat(ctx, { episodeId, desk: true });
  else if (kind === 'chat') await tellChat(ctx, { episodeId, added: [message] });
  else await tellChat(ctx, { episodeId, questions: [questionOnWire(ctx, row)] });
  return { state: isShown ? 'shown' : 'held', message, mobile: mobile ?? null };
}

/** The show, its chat and its viewer, in one question. @throws Refusal EPISODE_NOT_FOUND */
async function placeOf(ctx: Context, episodeId: string, { viewerHash }: Viewer) {
  const [found] = await ctx.db
    .select({ state: episodes.state, path: regions.path, room: chatRooms, viewer: chatViewers })
    .from(episodes)
    .innerJoin(regions, eq(regions.code, episodes.regionCode))
    .leftJoin(chatRooms, eq(chatRooms.episodeId, episodes.id))
    .leftJoin(chatViewers, and(eq(chatViewers.episodeId, episodes.id), eq(chatViewers.viewerHash, viewerHash)))
    .where(eq(episodes.id, episodeId));
  if (!found) throw new Refusal('EPISODE_NOT_FOUND');
  return {
    path: found.path,
    isRunning: found.state === 'live' || found.state === 'away',
    room: found.room ?? usualRoom,
    isMuted: (found.viewer?.mutedAt ?? null) !== null,
    lastMs: found.viewer?.lastAt?.epochMilliseconds,
  };
}

function secondsLeft({ lastMs, room }: { lastMs: number | undefined; room: { slowSeconds: number } }, nowMs: number): number {
  const waited = lastMs === undefined ? 0 : (nowMs - lastMs) / 1_000;
  return Math.max(1, Math.ceil(room.slowSeconds - waited));
}
