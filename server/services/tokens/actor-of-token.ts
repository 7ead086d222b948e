import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { regions } from '../../db/schema/org.ts';
import { apiTokens } from '../../db/schema/tokens.ts';
import type { TokenActor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { hashToken } from '../staff/token.ts';

/** Written at most once a minute: a busy program would else write a row a request. */
const usedEvery = { minutes: 1 };

/** Who holds this token now; undefined where it is none, has ended, was revoked, or its region is gone. */
export async function actorOfToken(ctx: Pick<Context, 'db' | 'clock'>, token: string): Promise<TokenActor | undefined> {
  const now = ctx.clock.now();
  const [found] = await ctx.db
    .select({ token: apiTokens, path: regions.path })
    .from(apiTokens)
    .leftJoin(regions, eq(regions.code, apiTokens.regionCode))
    .where(and(eq(apiTokens.tokenHash, hashToken(token)), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now)));
  if (found === undefined) return undefined;
  const { id, scopes, regionCode, createdBy } = found.token;
  if (regionCode !== null && found.path === null) return undefined;
  await ctx.db
    .update(apiTokens)
    .set({ lastUsedAt: now })
    .where(and(eq(apiTokens.id, id), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, now.subtract(usedEvery)))));
  const madeBy = createdBy.replace(/^staff:/, '');
  return { kind: 'token', tokenId: id, madeBy, scopes, grants: [{ role: 'clerk', regionPath: found.path, employerId: null }] };
}
