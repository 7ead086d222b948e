import { eq, sql } from 'drizzle-orm';
import { settings } from '../../db/schema/org.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { type LinkDomains, linkDomains, linkDomainsKey, loadLinkBase } from './link-base.ts';

export async function readLinkDomains(ctx: Context): Promise<LinkDomains> {
  const [row] = await ctx.db.select({ value: settings.value }).from(settings).where(eq(settings.key, linkDomainsKey));
  const own = ctx.config.http.publicUrl;
  return row ? linkDomains.parse(row.value) : { active: own, all: [own] };
}

/**
 * Points all codes at one of the operator's domains at once: every board is composed anew and its screens told. Codes that are printed keep
 * working on the domain they carry.
 * @throws Refusal NOT_ALLOWED unless administrator everywhere, BAD_INPUT when the active one is not in the list
 */
export async function setLinkDomains(ctx: Context, actor: Actor, domains: LinkDomains): Promise<void> {
  requireIn(actor, 'admin', '');
  if (!domains.all.includes(domains.active)) throw new Refusal('BAD_INPUT', { field: 'active' });
  const before = await readLinkDomains(ctx);
  const updatedAt = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(settings)
      .values({ key: linkDomainsKey, value: domains, updatedAt })
      .onConflictDoUpdate({ target: settings.key, set: { value: domains, updatedAt, version: sql`${settings.version} + 1` } });
    await record(tx, ctx, actor, { area: 'settings', action: 'link-domains.set', subject: linkDomainsKey, before, after: domains });
    await loadLinkBase(tx, ctx);
  });
  await ctx.queues.add({ queue: 'boards', payload: { of: 'everything' } });
}
