import { and, eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { links } from '../../db/schema/links.ts';
import { linkCodeBytes, linkCodeFrom } from '../../domain/link/code.ts';
import type { Context } from '../context.ts';
import { loadLinkBase } from './link-base.ts';

export { linkUrl } from './link-base.ts';

export interface LinkWant {
  origin: 'screen' | 'show' | 'print' | 'chat' | 'poster';
  /** Identifies the set within its origin: asked for again, it gets the same code. */
  setKey: string;
  stationId?: string;
  screenId?: string;
  episodeId?: string;
  postingIds: readonly string[];
  /** Page of the board. */
  page?: number;
}

/** A player may run 30 days without network and show its codes all the while; paper and chat groups keep theirs longer. */
const lifeInDays = { screen: 45, show: 45, print: 120, chat: 120, poster: 120 } as const;
/** Renewed only when a third of its life is gone, so that composing boards does not write a row a slide. */
const renewAfter = 1 / 3;
/** Rows a statement: one JSON parameter of a few hundred kilobytes at most. */
const batch = 1_000;

/**
 * The code of each wanted set, made where there is none yet. May be called with thousands; two processes asking for the same set get
 * the same code.
 * @returns code by setKey
 */
export async function ensureLinks(tx: Tx, ctx: Context, wants: readonly LinkWant[]): Promise<Map<string, string>> {
  await loadLinkBase(tx, ctx);
  const codes = new Map<string, string>();
  for (const [origin, wanted] of byOrigin(wants))
    for (let start = 0; start < wanted.length; start += batch)
      await ensureBatch(tx, ctx, origin, wanted.slice(start, start + batch), codes);
  return codes;
}

async function ensureBatch(tx: Tx, ctx: Context, origin: LinkWant['origin'], wants: LinkWant[], codes: Map<string, string>) {
  const now = ctx.clock.now();
  const life = Temporal.Duration.from({ hours: lifeInDays[origin] * 24 });
  const expiresAt = now.add(life);
  const staleBefore = now.add({ milliseconds: Math.round(life.total('milliseconds') * (1 - renewAfter)) });
  let missing = wants;
  // A second round only when another process made the same set, or a code was already taken (one in 34 thousand million).
  for (let round = 0; missing.length > 0; round++) {
    if (round > 5) throw new Error('links could not be made');
    const known = await tx
      .select({ setKey: links.setKey, code: links.code, page: links.page, expiresAt: links.expiresAt })
      .from(links)
      .where(
        and(
          eq(links.origin, origin),
          among(
            links.setKey,
            missing.map((want) => want.setKey),
          ),
        ),
      );
    const bySet = new Map(known.map((link) => [link.setKey, link]));
    const outdated: { code: string; page: number | null }[] = [];
    for (const want of missing) {
      const link = bySet.get(want.setKey);
      if (!link) continue;
      codes.set(want.setKey, link.code);
      const page = want.page ?? null;
      if (link.page !== page || Temporal.Instant.compare(link.expiresAt, staleBefore) < 0) outdated.push({ code: link.code, page });
    }
    if (outdated.length > 0) await renew(tx, outdated, expiresAt);
    missing = missing.filter((want) => !bySet.has(want.setKey));
    if (missing.length > 0) {
      const made = await insert(tx, ctx, origin, missing, expiresAt);
      for (const link of made) codes.set(link.set_key, link.code);
      const madeKeys = new Set(made.map((link) => link.set_key));
      missing = missing.filter((want) => !madeKeys.has(want.setKey));
    }
  }
}

async function renew(tx: Tx, outdated: { code: string; page: number | null }[], expiresAt: Temporal.Instant): Promise<void> {
  await tx.execute(sql`
    update links set expires_at = ${expiresAt.toString()}::timestamptz, page = given.page
    from jsonb_to_recordset(${JSON.stringify(outdated)}::jsonb) as given(code text, page int)
    where links.code = given.code`);
}

async function insert(tx: Tx, ctx: Context, origin: LinkWant['origin'], wants: LinkWant[], expiresAt: Temporal.Instant) {
  const rows = wants.map((want) => ({ ...want, code: linkCodeFrom(ctx.random.bytes(linkCodeBytes)) }));
  const result = await tx.execute<{ set_key: string; code: string }>(sql`
    insert into links (code, origin, station_id, screen_id, episode_id, set_key, posting_ids, page, created_at, expires_at)
    select given.code, ${origin}, given."stationId", given."screenId", given."episodeId", given."setKey",
      array(select jsonb_array_elements_text(given."postingIds")), given.page,
      ${ctx.clock.now().toString()}::timestamptz, ${expiresAt.toString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(code text, "stationId" text, "screenId" text,
      "episodeId" text, "setKey" text, "postingIds" jsonb, page int)
    on conflict do nothing
    returning set_key, code`);
  return result.rows;
}

/** Wants by origin, each set once. */
function byOrigin(wants: readonly LinkWant[]): Map<LinkWant['origin'], LinkWant[]> {
  const sets = new Map<LinkWant['origin'], Map<string, LinkWant>>();
  for (const want of wants) {
    const ofOrigin = sets.get(want.origin) ?? new Map<string, LinkWant>();
    if (!ofOrigin.has(want.setKey)) ofOrigin.set(want.setKey, want);
    sets.set(want.origin, ofOrigin);
  }
  return new Map([...sets].map(([origin, ofOrigin]) => [origin, [...ofOrigin.values()]]));
}
