import { createPublicKey } from 'node:crypto';
import { eq, lt } from 'drizzle-orm';
import { pairings, type screens } from '../../db/schema/screens.ts';
import { pairingCodeBytes, pairingCodeFrom, pairingCodeLivesMinutes } from '../../domain/screen/pairing-code.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';

/**
 * A device without a station shows a code, and asks until a clerk has typed it. What it brings is the public half of a key that it
 * can't export.
 * @throws Refusal BAD_INPUT where the key is none of ECDSA P-256
 */
export async function offerPairing(ctx: Context, { publicKey }: { publicKey: string }) {
  assertDeviceKey(publicKey);
  const now = ctx.clock.now();
  const expiresAt = now.add({ minutes: pairingCodeLivesMinutes });
  const deviceId = ctx.random.id();
  await ctx.db.delete(pairings).where(lt(pairings.expiresAt, now.subtract({ hours: 24 })));
  for (;;) {
    const code = pairingCodeFrom(ctx.random.bytes(pairingCodeBytes));
    if (code === undefined) continue;
    const made = await ctx.db
      .insert(pairings)
      .values({ code, deviceId, publicKey, createdAt: now, expiresAt })
      .onConflictDoNothing()
      .returning({ code: pairings.code });
    if (made.length > 0) return { deviceId, code, expiresAt: expiresAt.toString() };
  }
}

/** What the device polls: still waiting, or the screen that it has become. @throws Refusal PAIRING_CODE_UNKNOWN, PAIRING_CODE_EXPIRED */
export async function pairingState(ctx: Context, deviceId: string) {
  const [pairing] = await ctx.db.select().from(pairings).where(eq(pairings.deviceId, deviceId));
  if (pairing === undefined) throw new Refusal('PAIRING_CODE_UNKNOWN');
  if (pairing.screenId !== null) return { state: 'paired' as const, screenId: pairing.screenId, ...trustOf(ctx) };
  if (pairing.expiresAt.epochMilliseconds <= ctx.clock.now().epochMilliseconds) throw new Refusal('PAIRING_CODE_EXPIRED');
  return { state: 'waiting' as const, code: pairing.code, expiresAt: pairing.expiresAt.toString() };
}

/** The key by which manifests are signed: pinned by the device when it is paired. */
export const trustOf = (ctx: Pick<Context, 'vault'>) => ({ signingKey: { id: ctx.vault.publicKey.id, raw: ctx.vault.publicKey.raw } });

/** @throws Refusal BAD_INPUT */
export function assertDeviceKey(publicKey: string): void {
  let curve: string | undefined;
  try {
    curve = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' }).asymmetricKeyDetails?.namedCurve;
  } catch {
    curve = undefined; // not DER at all: as wrong as another curve
  }
  if (curve !== 'prime256v1') throw new Refusal('BAD_INPUT', { field: 'publicKey', why: 'ECDSA P-256, SPKI, base64url' });
}

/** A device takes a screen over: whoever held it before is out at once. */
export const adoption = (
  publicKey: string,
  ctx: Pick<Context, 'clock'>,
  screen: Pick<typeof screens.$inferSelect, 'credentialVersion'>,
) => ({
  publicKey,
  credentialVersion: screen.credentialVersion + 1,
  pairedAt: ctx.clock.now(),
  revokedAt: null,
});
