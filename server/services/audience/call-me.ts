import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { episodes, rundownItems } from '../../db/schema/live.ts';
import { callBacks } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireHosting } from '../live/require-publishing.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { consume, isWithin } from '../seekers/limits.ts';
import { tellChat } from './chat-told.ts';
import { viewerOf } from './viewer.ts';

interface CallMe {
  episodeId: string;
  /** 11 digits. */
  phone: string;
  viewerKey: string;
  clientAddress: string;
}

/**
 * 请主播回电: the viewer has said yes, and only now the number is stored, encrypted, on the list of the show's host and of the clerks.
 * @throws Refusal EPISODE_NOT_FOUND, CHAT_CLOSED, TOO_MANY_REQUESTS
 */
export async function askToBeRung(ctx: Context, actor: Actor, { episodeId, phone, viewerKey, clientAddress }: CallMe): Promise<void> {
  const { viewerHash } = viewerOf(ctx, episodeId, viewerKey);
  const [show] = await ctx.db
    .select({ state: episodes.state, regionCode: episodes.regionCode, postingId: rundownItems.postingId })
    .from(episodes)
    .leftJoin(rundownItems, eq(rundownItems.id, episodes.currentItemId))
    .where(eq(episodes.id, episodeId));
  if (!show) throw new Refusal('EPISODE_NOT_FOUND');
  if (show.state !== 'live' && show.state !== 'away') throw new Refusal('CHAT_CLOSED');
  await consume(ctx, { 'call-me-address': clientAddress, 'call-me-viewer': viewerHash });
  // It is on the list: ringing once is enough, and whoever typed somebody else's number learns nothing of it.
  if (!(await isWithin(ctx, { 'call-me-number': `${episodeId}:${phone}` }))) return;
  await ctx.db.transaction(async (tx) => {
    const id = ctx.random.id();
    await tx.insert(callBacks).values({
      id,
      kind: 'chat',
      regionCode: show.regionCode,
      postingId: show.postingId,
      episodeId,
      facts: ['call-me'],
      phoneSealed: ctx.vault.seal(phone),
      createdAt: ctx.clock.now(),
    });
    await record(tx, ctx, actor, {
      area: 'personal-data',
      action: 'phone.consented',
      subject: id,
      after: { episodeId, purpose: 'call-back' },
    });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: show.regionCode, what: 'callbacks' });
  });
  await tellChat(ctx, { episodeId, desk: true });
}

/** The number of one entry, for the host who is about to ring; audited. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function revealCallMe(
  ctx: Context,
  actor: Actor,
  where: { episodeId: string; callBackId: string },
): Promise<{ phone: string | null }> {
  await requireHosting(ctx, actor, where.episodeId);
  return await ctx.db.transaction(async (tx) => {
    const callBack = await holdCallMe(tx, where);
    await record(tx, ctx, actor, { area: 'personal-data', action: 'phone.viewed', subject: callBack.id });
    return { phone: callBack.phoneSealed === null ? null : ctx.vault.open(callBack.phoneSealed) };
  });
}

/** Rung. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function finishCallMe(ctx: Context, actor: Actor, where: { episodeId: string; callBackId: string }): Promise<void> {
  await requireHosting(ctx, actor, where.episodeId);
  await ctx.db.transaction(async (tx) => {
    const callBack = await holdCallMe(tx, where);
    await tx
      .update(callBacks)
      .set({ doneAt: ctx.clock.now(), doneBy: personOf(actor), outcome: 'rung' })
      .where(eq(callBacks.id, callBack.id));
    await record(tx, ctx, actor, { area: 'desk', action: 'call-back.done', subject: callBack.id, after: { outcome: 'rung' } });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: callBack.regionCode, what: 'callbacks' });
  });
  await tellChat(ctx, { episodeId: where.episodeId, desk: true });
}

async function holdCallMe(tx: Tx, { episodeId, callBackId }: { episodeId: string; callBackId: string }) {
  const [found] = await tx
    .select()
    .from(callBacks)
    .where(and(eq(callBacks.id, callBackId), eq(callBacks.episodeId, episodeId), eq(callBacks.kind, 'chat'), isNull(callBacks.doneAt)))
    .for('update');
  if (!found) throw new Refusal('NOT_FOUND');
  return found;
}
