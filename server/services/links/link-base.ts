import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import type { Database, Tx } from '../../db/database.ts';
import { settings } from '../../db/schema/org.ts';
import type { Context } from '../context.ts';

/** Setting `link-domains`: what an operator may point all codes at. A platform may block one; then the next becomes active. */
export const linkDomainsKey = 'link-domains';
export const linkDomains = z.object({
  active: z.url({ protocol: /^https?$/ }),
  all: z.array(z.url({ protocol: /^https?$/ })).max(20),
});
export type LinkDomains = z.infer<typeof linkDomains>;

/** What was read last, for each installation in this process: `linkUrl` is asked for every slide of every screen. */
const bases = new WeakMap<Config, string>();

/** Reads the active link domain; called at the start, after a switch and whenever links are made. */
export async function loadLinkBase(db: Database | Tx, ctx: Pick<Context, 'config'>): Promise<string> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, linkDomainsKey));
  const base = row ? baseOf(linkDomains.parse(row.value).active) : ctx.config.http.publicUrl;
  bases.set(ctx.config, base);
  return base;
}

export const baseOf = (domain: string): string => domain.replace(/\/+$/, '');

/** What stands in the QR. */
export function linkUrl(ctx: Pick<Context, 'config'>, code: string): string {
  return `${bases.get(ctx.config) ?? ctx.config.http.publicUrl}/j/${code}`;
}

/** An address as long as each that a code at this domain holds. */
export const codeAt = (domain: string): string => `${baseOf(domain)}/j/00000000`;
