import { and, asc, eq, like, or, sql } from 'drizzle-orm';
import type { EmployerPage } from '../../contract/desk.ts';
import type { Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { formatPay } from '../../domain/board/format.ts';
import { isPublic } from '../../domain/posting/status.ts';
import type { Context } from '../context.ts';
import { setPlacesLeft } from '../postings/count-places.ts';
import { type HeldPosting, holdAs } from '../postings/posting-row.ts';
import { readVersion } from '../postings/versions.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { hashToken, newToken } from '../staff/token.ts';

/** The employer's no-login link of one posting. Only its hash is kept; asking again makes a new one and ends the old. */
export async function issueEmployerLink(ctx: Context, actor: Actor, postingId: string): Promise<{ token: string }> {
  const { token, tokenHash } = newToken(ctx.random);
  await ctx.db.transaction(async (tx) => {
    await holdAs(tx, actor, 'clerk', postingId);
    await tx.update(postings).set({ employerTokenHash: tokenHash }).where(eq(postings.id, postingId));
    await record(tx, ctx, actor, { area: 'postings', action: 'employer-link.issued', subject: postingId });
  });
  return { token };
}

/** @throws Refusal EMPLOYER_LINK_UNKNOWN */
export async function openEmployerLink(ctx: Context, token: string): Promise<EmployerPage> {
  return await ctx.db.transaction(async (tx) => {
    const { posting, path } = await holdByToken(tx, token);
    const { facts } = await readVersion(ctx, tx, posting.id, posting.approvedVersion ?? posting.version);
    const [station] = await tx
      .select({ name: stations.name, phone: stations.phone })
      .from(stations)
      .innerJoin(regions, eq(regions.code, stations.regionCode))
      .where(or(like(regions.path, `${path}%`), sql`${path} like ${regions.path} || '%'`))
      .orderBy(asc(stations.createdAt), asc(stations.id))
      .limit(1);
    return {
      trade: facts.trade,
      employer: facts.employer ?? null,
      number: posting.number,
      status: posting.status,
      placesTotal: posting.placesTotal,
      placesLeft: posting.placesLeft,
      place: facts.place ?? null,
      payText: formatPay(facts.pay),
      stationName: station?.name ?? null,
      stationPhone: station?.phone ?? null,
      expiresAt: posting.expiresAt?.toString() ?? null,
    };
  });
}

/** 招满 (0) or 减名额: the employer can only take places away; more places go through the desk. */
export async function reduceByEmployer(ctx: Context, token: string, input: { placesLeft: number }): Promise<{ placesLeft: number }> {
  return await ctx.db.transaction(async (tx) => {
    const { posting } = await holdByToken(tx, token);
    if (!isPublic(posting.status)) throw new Refusal('POSTING_STATE', { status: posting.status });
    if (input.placesLeft >= posting.placesLeft) return { placesLeft: posting.placesLeft };
    await setPlacesLeft(tx, ctx, { kind: 'employer-link', postingId: posting.id }, posting, input.placesLeft);
    return { placesLeft: input.placesLeft };
  });
}

async function holdByToken(tx: Tx, token: string): Promise<HeldPosting> {
  const [held] = await tx
    .select({ posting: postings, path: regions.path })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .where(and(eq(postings.employerTokenHash, hashToken(token))))
    .for('update', { of: postings });
  if (!held) throw new Refusal('EMPLOYER_LINK_UNKNOWN');
  return held;
}
