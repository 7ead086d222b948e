import { eq } from 'drizzle-orm';
import type { WhipDoor, WhipTokenMade } from '../../contract/feeds.ts';
import { whipTokens } from '../../db/schema/feeds.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { holdAsHost } from '../live/episode-row.ts';
import { findEpisode } from '../live/episode-view.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { consume } from '../seekers/limits.ts';
import { hashToken, newToken } from '../staff/token.ts';

export const whipUrl = (ctx: Pick<Context, 'config'>, episodeId: string): string => `${ctx.config.http.publicUrl}/whip/${episodeId}`;

/** Where an encoder sends the picture, and whether it could. The caller has asked whether the actor may see it. */
export async function whipDoorOf(ctx: Context, episodeId: string): Promise<WhipDoor> {
  const [token] = await ctx.db.select().from(whipTokens).where(eq(whipTokens.episodeId, episodeId));
  return {
    url: whipUrl(ctx, episodeId),
    tokenMadeAt: token?.createdAt.toString() ?? null,
    tokenUsedAt: token?.usedAt?.toString() ?? null,
  };
}

/** A new token; the one before it is worth nothing from now on. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, EPISODE_STATE */
export async function makeWhipToken(ctx: Context, actor: Actor, episodeId: string): Promise<WhipTokenMade> {
  const { token, tokenHash } = newToken(ctx.random);
  await ctx.db.transaction(async (tx) => {
    const { episode } = await holdAsHost(tx, actor, episodeId);
    if (episode.state === 'ended') throw new Refusal('EPISODE_STATE', { state: 'ended' });
    const made = { tokenHash, createdBy: nameOf(actor), createdAt: ctx.clock.now(), usedAt: null };
    await tx
      .insert(whipTokens)
      .values({ episodeId, ...made })
      .onConflictDoUpdate({ target: whipTokens.episodeId, set: made });
    await record(tx, ctx, actor, { area: 'live', action: 'whip-token.made', subject: episodeId });
  });
  return { ...(await whipDoorOf(ctx, episodeId)), token };
}

/** No encoder gets in any more. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function revokeWhipToken(ctx: Context, actor: Actor, episodeId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await holdAsHost(tx, actor, episodeId);
    const revoked = await tx.delete(whipTokens).where(eq(whipTokens.episodeId, episodeId)).returning({ episodeId: whipTokens.episodeId });
    if (revoked.length > 0) await record(tx, ctx, actor, { area: 'live', action: 'whip-token.revoked', subject: episodeId });
  });
}

/**
 * An encoder at the door. An unknown episode and a wrong token are answered alike: nobody learns which episodes there are.
 * @throws Refusal TOO_MANY_REQUESTS, WHIP_TOKEN
 */
export async function requireWhipToken(
  ctx: Context,
  input: { episodeId: string; token: string | undefined; clientAddress: string },
): Promise<void> {
  await consume(ctx, { 'whip-address': input.clientAddress });
  if (!input.token) throw new Refusal('WHIP_TOKEN');
  const [known] = await ctx.db
    .select({ tokenHash: whipTokens.tokenHash })
    .from(whipTokens)
    .where(eq(whipTokens.episodeId, input.episodeId));
  // Hashes of 256 random bits: how long a comparison takes tells nothing.
  if (known?.tokenHash !== hashToken(input.token)) throw new Refusal('WHIP_TOKEN');
}

/** And may send now. @returns when the show began, ms since the Unix epoch. @throws Refusal as {@link requireWhipToken}, WHIP_NOT_ON */
export async function requireWhipSending(
  ctx: Context,
  input: { episodeId: string; token: string | undefined; clientAddress: string },
): Promise<number | undefined> {
  await requireWhipToken(ctx, input);
  const episode = await findEpisode(ctx.db, { id: input.episodeId });
  if (episode.state !== 'live' && episode.state !== 'away') throw new Refusal('WHIP_NOT_ON');
  await ctx.db.update(whipTokens).set({ usedAt: ctx.clock.now() }).where(eq(whipTokens.episodeId, input.episodeId));
  return episode.startedAt?.epochMilliseconds;
}
