import { and, count, eq, inArray, lt } from 'drizzle-orm';
import type { MyHand } from '../../contract/guests.ts';
import { chatViewers } from '../../db/schema/audience.ts';
import { guests, raisedHands } from '../../db/schema/guests.ts';
import { type GuestWants, HAND_ANSWER_MS, MOST_HANDS } from '../../domain/guests/rules.ts';
import { viewerOf } from '../audience/viewer.ts';
import type { Context } from '../context.ts';
import { findEpisode } from '../live/episode-view.ts';
import { Refusal } from '../refusal.ts';
import { consume } from '../seekers/limits.ts';
import { newToken } from '../staff/token.ts';
import { tellGuests } from './guests-told.ts';
import { type HandRow, handOf, hasLapsed } from './hand-row.ts';
import { guestUrl } from './invite-guest.ts';

interface OfViewer {
  episodeId: string;
  viewerKey: string;
  clientAddress: string;
}

/** 举手连麦. @throws Refusal EPISODE_NOT_FOUND, TOO_MANY_REQUESTS, HAND_CLOSED, CHAT_MUTED, HANDS_FULL */
export async function raiseHand(
  ctx: Context,
  { episodeId, viewerKey, clientAddress, wants }: OfViewer & { wants: GuestWants },
): Promise<MyHand> {
  const { viewerHash, number } = viewerOf(ctx, episodeId, viewerKey);
  await consume(ctx, { 'hand-address': clientAddress, 'hand-viewer': viewerHash });
  const episode = await findEpisode(ctx.db, { id: episodeId });
  if (episode.state !== 'live' && episode.state !== 'away') throw new Refusal('HAND_CLOSED');
  const known = await handOf(ctx.db, episodeId, viewerHash);
  if (known && isUp(ctx, known)) return readHand(ctx, { episodeId, viewerKey });
  const [viewer] = await ctx.db
    .select({ mutedAt: chatViewers.mutedAt })
    .from(chatViewers)
    .where(and(eq(chatViewers.episodeId, episodeId), eq(chatViewers.viewerHash, viewerHash)));
  if (viewer?.mutedAt) throw new Refusal('CHAT_MUTED');
  if ((await handsUp(ctx, episodeId)) >= MOST_HANDS) throw new Refusal('HANDS_FULL');
  const raised = { id: ctx.random.id(), number, wants, state: 'raised', raisedAt: ctx.clock.now(), calledAt: null, guestId: null } as const;
  await ctx.db
    .insert(raisedHands)
    .values({ episodeId, viewerHash, ...raised })
    .onConflictDoUpdate({ target: [raisedHands.episodeId, raisedHands.viewerHash], set: raised });
  await tellGuests(ctx, { episodeId });
  return readHand(ctx, { episodeId, viewerKey });
}

/** The viewer takes it down, or will not come after all. */
export async function lowerHand(ctx: Context, { episodeId, viewerKey }: Pick<OfViewer, 'episodeId' | 'viewerKey'>): Promise<void> {
  const { viewerHash } = viewerOf(ctx, episodeId, viewerKey);
  const hand = await handOf(ctx.db, episodeId, viewerHash);
  if (!hand || hand.state === 'down') return;
  await ctx.db.transaction(async (tx) => {
    await tx.update(raisedHands).set({ state: 'down' }).where(eq(raisedHands.id, hand.id));
    // The place that was kept is free again.
    if (hand.guestId) await tx.update(guests).set({ leftAt: ctx.clock.now() }).where(eq(guests.id, hand.guestId));
  });
  await tellGuests(ctx, { episodeId });
}

/** How the viewer's own hand stands. */
export async function readHand(ctx: Context, { episodeId, viewerKey }: Pick<OfViewer, 'episodeId' | 'viewerKey'>): Promise<MyHand> {
  const { viewerHash } = viewerOf(ctx, episodeId, viewerKey);
  const hand = await handOf(ctx.db, episodeId, viewerHash);
  if (!hand || !isUp(ctx, hand)) return { state: 'down', id: null, ahead: 0, answerBy: null };
  const answerBy = hand.state === 'called' ? (hand.calledAt?.add({ milliseconds: HAND_ANSWER_MS }).toString() ?? null) : null;
  const ahead = hand.state === 'raised' ? await handsUp(ctx, episodeId, hand) : 0;
  return { state: hand.state, id: hand.id, ahead, answerBy };
}

/**
 * The viewer who was asked up comes: by a one-time link like any guest's, made now and told to this browser alone.
 * @throws Refusal TOO_MANY_REQUESTS, HAND_GONE
 */
export async function answerHand(ctx: Context, { episodeId, viewerKey, clientAddress }: OfViewer): Promise<{ url: string }> {
  await consume(ctx, { 'guest-link-address': clientAddress });
  const { viewerHash } = viewerOf(ctx, episodeId, viewerKey);
  const { token, tokenHash } = newToken(ctx.random);
  const hand = await handOf(ctx.db, episodeId, viewerHash);
  if (!hand?.guestId || !isUp(ctx, hand) || hand.state === 'raised') throw new Refusal('HAND_GONE');
  const { guestId } = hand;
  await ctx.db.transaction(async (tx) => {
    // Whoever was let in already comes back by their cookie: the new link is for the browser that has none yet.
    const [made] = await tx.update(guests).set({ tokenHash }).where(eq(guests.id, guestId)).returning({ id: guests.id });
    if (!made) throw new Refusal('HAND_GONE');
    await tx.update(raisedHands).set({ state: 'joined' }).where(eq(raisedHands.id, hand.id));
  });
  await tellGuests(ctx, { episodeId });
  return { url: new URL(guestUrl(ctx, token)).pathname };
}

const isUp = (ctx: Context, hand: HandRow): hand is HandRow & { state: 'raised' | 'called' | 'joined' } =>
  hand.state !== 'down' && !hasLapsed(ctx, hand);

async function handsUp(ctx: Context, episodeId: string, before?: HandRow): Promise<number> {
  const [found] = await ctx.db
    .select({ n: count() })
    .from(raisedHands)
    .where(
      and(
        eq(raisedHands.episodeId, episodeId),
        inArray(raisedHands.state, ['raised']),
        before && lt(raisedHands.raisedAt, before.raisedAt),
      ),
    );
  return found?.n ?? 0;
}
