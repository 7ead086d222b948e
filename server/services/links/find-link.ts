import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Database, Tx } from '../../db/database.ts';
import { links } from '../../db/schema/links.ts';
import { screens } from '../../db/schema/screens.ts';
import { readLinkCode } from '../../domain/link/code.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';

export type FoundLink = typeof links.$inferSelect & { expired: boolean };

/** @throws Refusal LINK_UNKNOWN for a code that was never given out, or was tampered with */
export async function findLink(ctx: Pick<Context, 'db' | 'clock'>, typed: string): Promise<FoundLink> {
  const code = readLinkCode(typed);
  if (code === undefined) throw new Refusal('LINK_UNKNOWN');
  const [link] = await ctx.db.select().from(links).where(eq(links.code, code));
  if (!link) throw new Refusal('LINK_UNKNOWN');
  return { ...link, expired: Temporal.Instant.compare(link.expiresAt, ctx.clock.now()) <= 0 };
}

/** For pages that are the same without a code: one that is wrong is left aside. */
export async function knownLink(ctx: Pick<Context, 'db' | 'clock'>, typed: string | undefined): Promise<FoundLink | undefined> {
  if (typed === undefined) return undefined;
  try {
    return await findLink(ctx, typed);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

export async function screenName(db: Database | Tx, screenId: string | null): Promise<string | null> {
  if (screenId === null) return null;
  const [screen] = await db.select({ name: screens.name }).from(screens).where(eq(screens.id, screenId));
  return screen?.name ?? null;
}
