import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { type LinkDomains, linkDomains } from '../../contract/links.ts';
import type { Database, Tx } from '../../db/database.ts';
import { settings } from '../../db/schema/org.ts';
import type { Context } from '../context.ts';

/** The setting that holds the operator's domains. */
export const linkDomainsKey = 'link-domains';

/** Written before a domain was a domain alone, one may have a path behind it: nothing of ours answers there. */
const written = z.url().transform((domain) => new URL(domain).origin);
const stored = z
  .object({ active: written, all: z.array(written) })
  .transform(({ active, all }) => ({ active, all: [...new Set(all)] }))
  .pipe(linkDomains);

/** What was read last, for each installation in this process: `linkUrl` is asked for every slide of every screen. */
const bases = new WeakMap<Config, string>();

/** Reads the active link domain; called at the start, after a switch and whenever links are made. */
export async function loadLinkBase(db: Database | Tx, ctx: Pick<Context, 'config'>): Promise<string> {
  const base = baseOf((await readLinkDomains(db, ctx)).active);
  bases.set(ctx.config, base);
  return base;
}

/** What an operator has set; until then, this installation's own address. */
export async function readLinkDomains(db: Database | Tx, { config }: Pick<Context, 'config'>): Promise<LinkDomains> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, linkDomainsKey));
  const own = config.http.publicUrl;
  return row ? stored.parse(row.value) : { active: own, all: [own] };
}

export const baseOf = (domain: string): string => domain.replace(/\/+$/, '');

/** What stands in the QR. */
export function linkUrl(ctx: Pick<Context, 'config'>, code: string): string {
  return `${bases.get(ctx.config) ?? ctx.config.http.publicUrl}/j/${code}`;
}

/** An address as long as each that a code at this domain holds. */
export const codeAt = (domain: string): string => `${baseOf(domain)}/j/00000000`;
