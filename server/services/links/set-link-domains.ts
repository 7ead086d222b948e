import { asc, eq, isNull, sql } from 'drizzle-orm';
import type { LinkDomainCheck, SetLinkDomains } from '../../contract/links.ts';
import { regions, settings, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { addressBytes, glassKey } from '../../domain/board/compose.ts';
import { losesCode } from '../../domain/board/judge.ts';
import { glassFacts } from '../boards/compose-boards.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { askDomain } from './ask-domain.ts';
import { baseOf, codeAt, linkDomainsKey, loadLinkBase, readLinkDomains } from './link-base.ts';

/** Screens that are named; of the others their number is enough. */
const mostNamed = 20;

/** What would become of the codes at another domain: who answers there, and which glass a longer address would leave without a code. */
export async function checkLinkDomain(ctx: Context, actor: Actor, domain: string): Promise<LinkDomainCheck> {
  requireIn(actor, 'admin', '');
  const [at, losing] = await Promise.all([askDomain(ctx, domain), screensLosing(ctx, domain)]);
  return { at, losing: losing.slice(0, mostNamed), count: losing.length };
}

async function screensLosing(ctx: Context, domain: string): Promise<LinkDomainCheck['losing']> {
  const bytes = { from: addressBytes(codeAt((await readLinkDomains(ctx.db, ctx)).active)), to: addressBytes(codeAt(domain)) };
  if (bytes.to <= bytes.from) return [];
  const rows = await ctx.db
    .select({ screen: screens, station: stations.name })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(isNull(screens.revokedAt))
    .orderBy(asc(regions.path), asc(stations.name), asc(screens.name));
  // Thousands of screens are a few dozen kinds of glass.
  const judged = new Map<string, boolean>();
  return rows.flatMap(({ screen, station }) => {
    const glass = glassFacts(screen);
    const key = glassKey(glass);
    const loses = judged.get(key) ?? losesCode(glass, bytes);
    judged.set(key, loses);
    return loses ? [{ id: screen.id, name: screen.name, station }] : [];
  });
}

/**
 * Points all codes at one of the operator's domains at once: every board is composed anew and its screens told. Codes that are printed keep
 * working on the domain they carry. A domain at which this installation does not answer would kill every code on every wall: it is taken only
 * from somebody who says `anyway`, where the server can't reach its own public name.
 * @throws Refusal NOT_ALLOWED unless administrator everywhere, BAD_INPUT when the active one is not in the list, LINK_DOMAIN_NOBODY,
 * LINK_DOMAIN_PRIVATE, LINK_DOMAIN_ELSEWHERE, LINK_DOMAIN_LONG
 */
export async function setLinkDomains(ctx: Context, actor: Actor, { anyway, ...domains }: SetLinkDomains): Promise<void> {
  requireIn(actor, 'admin', '');
  if (!domains.all.includes(domains.active)) throw new Refusal('BAD_INPUT', { field: 'active' });
  const before = await readLinkDomains(ctx.db, ctx);
  if (baseOf(domains.active) !== baseOf(before.active) && !anyway) await requireUsable(ctx, actor, domains.active);
  const updatedAt = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(settings)
      .values({ key: linkDomainsKey, value: domains, updatedAt })
      .onConflictDoUpdate({ target: settings.key, set: { value: domains, updatedAt, version: sql`${settings.version} + 1` } });
    const after = anyway ? { ...domains, anyway } : domains;
    await record(tx, ctx, actor, { area: 'settings', action: 'link-domains.set', subject: linkDomainsKey, before, after });
    await loadLinkBase(tx, ctx);
  });
  await ctx.queues.add({ queue: 'boards', payload: { of: 'everything' } });
}

async function requireUsable(ctx: Context, actor: Actor, domain: string): Promise<void> {
  const { at, losing, count } = await checkLinkDomain(ctx, actor, domain);
  if (at === 'nobody') throw new Refusal('LINK_DOMAIN_NOBODY', { domain });
  if (at === 'private-address') throw new Refusal('LINK_DOMAIN_PRIVATE', { domain });
  if (at === 'elsewhere') throw new Refusal('LINK_DOMAIN_ELSEWHERE', { domain });
  const [first] = losing;
  if (first !== undefined) throw new Refusal('LINK_DOMAIN_LONG', { count, first: `${first.station} ${first.name}` });
}
