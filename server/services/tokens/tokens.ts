import { desc, eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { MakeToken, TokenForStaff } from '../../contract/tokens.ts';
import { regions } from '../../db/schema/org.ts';
import { apiTokens } from '../../db/schema/tokens.ts';
import { type Actor, mayIn, nameOf } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { hashToken, newToken } from '../staff/token.ts';

const longest = { hours: 366 * 24 };

/** Tokens of the regions where this member of staff is administrator, the newest first. */
export async function listTokens(ctx: Context, actor: Actor): Promise<TokenForStaff[]> {
  const rows = await ctx.db
    .select({ token: apiTokens, path: regions.path })
    .from(apiTokens)
    .leftJoin(regions, eq(regions.code, apiTokens.regionCode))
    .orderBy(desc(apiTokens.createdAt));
  return rows
    .filter(({ path }) => mayIn(actor, 'admin', path ?? ''))
    .map(({ token: { id, name, scopes, regionCode, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt } }) => ({
      id,
      name,
      scopes,
      regionCode,
      createdBy,
      createdAt: createdAt.toString(),
      expiresAt: expiresAt.toString(),
      lastUsedAt: lastUsedAt?.toString() ?? null,
      revokedAt: revokedAt?.toString() ?? null,
    }));
}

/** The token itself is in the answer and nowhere else. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, TOKEN_END_WRONG */
export async function makeToken(ctx: Context, actor: Actor, input: MakeToken): Promise<{ id: string; token: string }> {
  const now = ctx.clock.now();
  const expiresAt = Temporal.Instant.from(input.expiresAt);
  const isWithin = Temporal.Instant.compare(expiresAt, now) > 0 && Temporal.Instant.compare(expiresAt, now.add(longest)) <= 0;
  if (!isWithin) throw new Refusal('TOKEN_END_WRONG', { days: 366 });
  // Its beginning is known to scanners of leaked secrets, and to the door that takes tokens.
  const token = `gbt_${newToken(ctx.random).token}`;
  const id = ctx.random.id();
  await ctx.db.transaction(async (tx) => {
    requireIn(actor, 'admin', input.regionCode === null ? '' : await regionPath(tx, input.regionCode));
    const { name, regionCode } = input;
    const scopes = [...new Set(input.scopes)];
    await tx
      .insert(apiTokens)
      .values({ id, name, scopes, regionCode, expiresAt, tokenHash: hashToken(token), createdBy: nameOf(actor), createdAt: now });
    await record(tx, ctx, actor, { area: 'tokens', action: 'token.made', subject: id, after: { ...input, scopes } });
  });
  return { id, token };
}

/** Ends at once. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function revokeToken(ctx: Context, actor: Actor, tokenId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ token: apiTokens, path: regions.path })
      .from(apiTokens)
      .leftJoin(regions, eq(regions.code, apiTokens.regionCode))
      .where(eq(apiTokens.id, tokenId))
      .for('update', { of: apiTokens });
    if (!found) throw new Refusal('NOT_FOUND');
    requireIn(actor, 'admin', found.path ?? '');
    if (found.token.revokedAt !== null) return;
    await tx.update(apiTokens).set({ revokedAt: ctx.clock.now() }).where(eq(apiTokens.id, tokenId));
    await record(tx, ctx, actor, { area: 'tokens', action: 'token.revoked', subject: tokenId });
  });
}
