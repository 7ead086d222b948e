import { createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { screenSessionRequest } from '../../contract/screens.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { adoptedKey } from './adopt-screen.ts';
import { credentialOf, forgetCredential } from './credentials.ts';
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

/**
 * One device at a time is a screen, also where its disk was copied with its key: a start that has had no session yet takes over, and whoever plays with an
 * older one is out, and told so when it asks again. A browser of the demo's may be a wall in several tabs.
 * @throws Refusal SCREEN_UNPROVEN, SCREEN_REVOKED, SCREEN_ELSEWHERE
 */
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
  const version = proof.adoption === undefined ? await startOf(ctx, screen, proof.continues) : screen.credentialVersion;
  const body = `${screen.id}.${version}.${nowMs + sessionLivesMs}`;
  const token = `${body}.${mac(ctx, 'session', body)}`;
  return { token, screenId: screen.id, version, ...trustOf(ctx), serverTime: ctx.clock.now().toString() };
}

/** @returns the number under which this start of the device is known @throws Refusal SCREEN_ELSEWHERE */
async function startOf(ctx: Context, screen: typeof screens.$inferSelect, continues: number | undefined): Promise<number> {
  if (continues === screen.credentialVersion) return continues;
  if (continues !== undefined) {
    const actor = { kind: 'screen', screenId: screen.id } as const;
    await ctx.db.transaction((tx) => record(tx, ctx, actor, { area: 'screens', action: 'screen.cloned', subject: screen.id }));
    await ctx.bus.publish('screen.cloned', { screenId: screen.id });
    throw new Refusal('SCREEN_ELSEWHERE');
  }
  const [raised] = await ctx.db
    .update(screens)
    .set({ credentialVersion: sql`${screens.credentialVersion} + 1` })
    .where(eq(screens.id, screen.id))
    .returning({ version: screens.credentialVersion });
  forgetCredential(ctx, screen.id);
  await ctx.bus.publish('screen.started', { screenId: screen.id });
  return raised?.version ?? screen.credentialVersion;
}

/** Who holds this session now; `undefined` where nobody does. */
export async function screenOfSession(ctx: Context, token: string): Promise<Extract<Actor, { kind: 'screen' }> | undefined> {
  const [screenId = '', version = '', until = '', given = ''] = token.split('.');
  if (!same(given, mac(ctx, 'session', `${screenId}.${version}.${until}`))) return undefined;
  if (Number(until) <= ctx.clock.now().epochMilliseconds) return undefined;
  let credential = await credentialOf(ctx, screenId);
  // Given by another process a moment ago, under our own seal: what is kept here is older.
  if (credential.version < Number(version)) {
    forgetCredential(ctx, screenId);
    credential = await credentialOf(ctx, screenId);
  }
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
