import { createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { screenSessionRequest } from '../../contract/screens.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { adoptedKey } from './adopt-screen.ts';
import { credentialOf } from './credentials.ts';
import { trustOf } from './offer-pairing.ts';

/**
 * A device proves its key and gets a short session. Neither nonce nor session is stored: both are texts under the vault's MAC. Whether a
 * session still holds is asked on every request (credentials.ts): a revoked screen is out at once.
 */
const nonceLivesMs = 60_000;
export const sessionLivesMs = 60 * 60_000;

export function makeChallenge(ctx: Context): { nonce: string } {
  const body = `${ctx.clock.now().epochMilliseconds}.${Buffer.from(ctx.random.bytes(12)).toString('base64url')}`;
  return { nonce: `${body}.${mac(ctx, 'nonce', body)}` };
}

/** @throws Refusal SCREEN_UNPROVEN, SCREEN_REVOKED */
export async function openScreenSession(ctx: Context, proof: z.output<typeof screenSessionRequest>) {
  const nowMs = ctx.clock.now().epochMilliseconds;
  const [madeAt = '', salt = '', given = ''] = proof.nonce.split('.');
  const age = nowMs - Number(madeAt);
  if (!same(given, mac(ctx, 'nonce', `${madeAt}.${salt}`)) || age > nonceLivesMs || age < -1_000 || !spend(proof.nonce, nowMs))
    throw new Refusal('SCREEN_UNPROVEN');
  const [screen] = await ctx.db.select().from(screens).where(eq(screens.id, proof.screenId));
  if (screen === undefined || screen.publicKey === null) throw new Refusal('SCREEN_UNPROVEN');
  if (screen.revokedAt !== null) throw new Refusal('SCREEN_REVOKED');
  const publicKey = proof.adoption === undefined ? screen.publicKey : adoptedKey(ctx, screen, proof.adoption);
  if (publicKey === undefined) throw new Refusal('SCREEN_UNPROVEN');
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });
  const message = Buffer.from(`gangbo-screen:${proof.screenId}:${proof.nonce}`);
  // WebCrypto writes ECDSA signatures as r‖s (IEEE P1363), OpenSSL expects DER unless told.
  if (!verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(proof.signature, 'base64url')))
    throw new Refusal('SCREEN_UNPROVEN');
  const body = `${screen.id}.${screen.credentialVersion}.${nowMs + sessionLivesMs}`;
  return { token: `${body}.${mac(ctx, 'session', body)}`, screenId: screen.id, ...trustOf(ctx), serverTime: ctx.clock.now().toString() };
}

/** Who holds this session now; `undefined` where nobody does. */
export async function screenOfSession(ctx: Context, token: string): Promise<Extract<Actor, { kind: 'screen' }> | undefined> {
  const [screenId = '', version = '', until = '', given = ''] = token.split('.');
  if (!same(given, mac(ctx, 'session', `${screenId}.${version}.${until}`))) return undefined;
  if (Number(until) <= ctx.clock.now().epochMilliseconds) return undefined;
  const credential = await credentialOf(ctx, screenId);
  return credential.holds && credential.version === Number(version) ? { kind: 'screen', screenId } : undefined;
}

const mac = (ctx: Pick<Context, 'vault'>, purpose: string, body: string) => ctx.vault.fingerprint(`screen-${purpose}:${body}`);

const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** A signature that was overheard opens nothing a second time here; another process bounds it by the nonce's minute. */
const spent = new Map<string, number>();
function spend(nonce: string, nowMs: number): boolean {
  for (const [old, at] of spent) {
    if (nowMs - at < 2 * nonceLivesMs) break; // in order of insertion: the rest is younger
    spent.delete(old);
  }
  if (spent.has(nonce)) return false;
  spent.set(nonce, nowMs);
  return true;
}
