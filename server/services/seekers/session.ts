import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { seekerSessions } from '../../db/schema/grabs.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { hashToken, newToken } from '../staff/token.ts';

export type SeekerActor = Extract<Actor, { kind: 'seeker' }>;

export const seekerCookie = 'gangbo_seeker';
/** WeChat is closed and the phone rebooted in between; the page still knows its grabs. */
export const sessionDays = 30;

export interface SeekerSession {
  token: string;
  seekerId: string;
  maxAgeSeconds: number;
}

export async function startSession(tx: Tx, ctx: Context, seekerId: string): Promise<SeekerSession> {
  const { token, tokenHash } = newToken(ctx.random);
  const now = ctx.clock.now();
  await tx.insert(seekerSessions).values({ tokenHash, seekerId, createdAt: now, expiresAt: now.add({ hours: sessionDays * 24 }) });
  return { token, seekerId, maxAgeSeconds: sessionDays * 86_400 };
}

/** Who the cookie's value speaks for; `undefined` for one that is unknown, ended or too old. */
export async function resolveSeeker(ctx: Context, cookie: string): Promise<SeekerActor | undefined> {
  // 32 bytes in base64url: anything else is no token of ours, and no reason to ask the database.
  if (!/^[\w-]{43}$/.test(cookie)) return undefined;
  const { seekerId } = await lookUp(ctx)('sessions', hashToken(cookie));
  return seekerId === undefined ? undefined : { kind: 'seeker', seekerId };
}

export async function endSession(ctx: Context, cookie: string): Promise<void> {
  await ctx.db
    .update(seekerSessions)
    .set({ endedAt: ctx.clock.now() })
    .where(and(eq(seekerSessions.tokenHash, hashToken(cookie)), isNull(seekerSessions.endedAt)));
}

type Found = { seekerId: string | undefined };
const lookUps = new WeakMap<Database, (key: string, tokenHash: string) => Promise<Found>>();

/** A rush of thousands brings thousands of cookies: they are looked up together. */
function lookUp(ctx: Context) {
  const known = lookUps.get(ctx.db);
  if (known) return known;
  const made = coalesce<string, Found>({
    most: 500,
    run: async (_key, tokenHashes) => {
      const found = await ctx.db
        .select({ tokenHash: seekerSessions.tokenHash, seekerId: seekerSessions.seekerId })
        .from(seekerSessions)
        .where(
          and(
            inArray(seekerSessions.tokenHash, tokenHashes),
            isNull(seekerSessions.endedAt),
            gt(seekerSessions.expiresAt, ctx.clock.now()),
          ),
        );
      const byHash = new Map(found.map((session) => [session.tokenHash, session.seekerId]));
      return tokenHashes.map((tokenHash) => ({ seekerId: byHash.get(tokenHash) }));
    },
  });
  lookUps.set(ctx.db, made);
  return made;
}
