import { eq } from 'drizzle-orm';
import type { PairScreen } from '../../contract/screens.ts';
import type { Tx } from '../../db/database.ts';
import { stations } from '../../db/schema/org.ts';
import { pairings, screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { stationWithPath } from '../regions/region-of.ts';
import { forgetCredential } from './credentials.ts';
import { heldScreen } from './held-screen.ts';
import { adoption } from './offer-pairing.ts';
import { saveGlass } from './save-glass.ts';

/**
 * A clerk types the code on the glass: the waiting device becomes an existing screen of a station, or a new one.
 * @throws Refusal NOT_ALLOWED, PAIRING_CODE_UNKNOWN, PAIRING_CODE_EXPIRED, GLASS_TOO_SMALL, GLASS_ARRANGEMENT, WALL_PARTNER, WALL_UNEQUAL, BAD_INPUT
 */
export async function pairScreen(ctx: Context, actor: Actor, input: PairScreen): Promise<{ screenId: string }> {
  const paired = await ctx.db.transaction(async (tx) => {
    const { path } = await stationWithPath(tx, input.stationId);
    requireIn(actor, 'clerk', path);
    const [pairing] = await tx.select().from(pairings).where(eq(pairings.code, input.code)).for('update');
    if (pairing === undefined || pairing.claimedAt !== null) throw new Refusal('PAIRING_CODE_UNKNOWN');
    const now = ctx.clock.now();
    if (pairing.expiresAt.epochMilliseconds <= now.epochMilliseconds) throw new Refusal('PAIRING_CODE_EXPIRED');
    const screenId = input.screenId ?? (await addScreen(tx, ctx, input));
    const { screen, station } = await heldScreen(tx, screenId);
    if (station.id !== input.stationId) throw new Refusal('BAD_INPUT', { field: 'screenId' });
    if (input.glass !== undefined) await saveGlass(tx, ctx, { screen, glass: input.glass });
    await tx
      .update(screens)
      .set(adoption(pairing.publicKey, ctx, screen))
      .where(eq(screens.id, screenId));
    await tx.update(pairings).set({ screenId, claimedAt: now }).where(eq(pairings.code, input.code));
    await record(tx, ctx, actor, { area: 'screens', action: 'screen.paired', subject: screenId, after: { stationId: station.id } });
    // The device that was this screen must fall silent at once: its stream ends, and its key proves nothing any more.
    if (screen.publicKey !== null && screen.publicKey !== pairing.publicKey) await announce(tx, ctx, { type: 'screen.revoked', screenId });
    await announce(tx, ctx, { type: 'screen.changed', screenId });
    return { screenId };
  });
  forgetCredential(ctx, paired.screenId);
  return paired;
}

async function addScreen(tx: Tx, ctx: Context, { stationId, glass }: PairScreen): Promise<string> {
  if (glass === undefined) throw new Refusal('BAD_INPUT', { field: 'glass' });
  const id = ctx.random.id();
  const [station] = await tx.select({ demo: stations.demo }).from(stations).where(eq(stations.id, stationId));
  const { look: _, ...plain } = glass;
  await tx.insert(screens).values({ ...plain, id, stationId, demo: station?.demo ?? false, createdAt: ctx.clock.now() });
  return id;
}
