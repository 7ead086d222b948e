import { networkInterfaces } from 'node:os';
import { eq } from 'drizzle-orm';
import { settings } from '../../db/schema/org.ts';
import type { Context } from '../context.ts';

const key = 'reach.device-seen-at';

/**
 * A code that only the server itself can open is the first failure of every such system. So the first request from another device is
 * remembered, and until there was one the studio says so.
 */
export function deviceWatch(ctx: Context): { saw(address: string): void } {
  let known = false;
  return {
    saw(address) {
      if (known || isOwnAddress(address)) return;
      known = true;
      remember(ctx).catch((error: unknown) => {
        known = false;
        ctx.log.warn({ err: error }, 'could not remember that a device was here');
      });
    },
  };
}

/** ISO 8601, or null when no other device has opened a page yet. */
export async function deviceSeenAt({ db }: Pick<Context, 'db'>): Promise<string | null> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
  return row ? String(row.value) : null;
}

async function remember(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.insert(settings).values({ key, value: now.toString(), updatedAt: now }).onConflictDoNothing();
}

export function isOwnAddress(address: string): boolean {
  if (address === '' || address === '::1' || address.startsWith('127.')) return true;
  return Object.values(networkInterfaces()).some((list) => list?.some((own) => own.address === address));
}
