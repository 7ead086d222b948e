import { eq, sql } from 'drizzle-orm';
import { grabs } from '#server/db/schema/grabs.ts';
import { regions } from '#server/db/schema/org.ts';
import { employers, postings, postingVersions, publications } from '#server/db/schema/postings.ts';
import { placedStates } from '#server/domain/grab/state.ts';
import type { Context } from '#server/services/context.ts';
import { newToken } from '#server/services/staff/token.ts';

/** People with proved phones and sessions, as after ten thousand one-time codes. */
export async function makeCrowd(ctx: Context, size: number): Promise<{ seekerId: string; token: string }[]> {
  const now = ctx.clock.now();
  const crowd = Array.from({ length: size }, () => ({ seekerId: ctx.random.id(), ...newToken(ctx.random) }));
  for (let start = 0; start < size; start += 2_000) {
    const rows = JSON.stringify(
      crowd
        .slice(start, start + 2_000)
        .map(({ seekerId, tokenHash }) => ({ id: seekerId, hash: ctx.vault.fingerprint(seekerId), tokenHash })),
    );
    await ctx.db.execute(sql`
      insert into seekers (id, phone_hash, contact_hash, created_at)
      select id, hash, hash, ${now.toString()}::timestamptz from jsonb_to_recordset(${rows}::jsonb) as given(id text, hash text)`);
    await ctx.db.execute(sql`
      insert into seeker_sessions (token_hash, seeker_id, created_at, expires_at)
      select "tokenHash", id, ${now.toString()}::timestamptz, ${now.add({ hours: 24 }).toString()}::timestamptz
      from jsonb_to_recordset(${rows}::jsonb) as given(id text, "tokenHash" text)`);
  }
  return crowd.map(({ seekerId, token }) => ({ seekerId, token }));
}

/** An approved posting as the wall shows it. */
export async function makePosting(ctx: Context, places: number): Promise<string> {
  const now = ctx.clock.now();
  const regionCode = 'bench';
  await ctx.db.insert(regions).values({ code: regionCode, name: '测试区', level: 'county', path: 'bench/' }).onConflictDoNothing();
  const employerId = ctx.random.id();
  await ctx.db
    .insert(employers)
    .values({ id: employerId, name: `测试单位 ${employerId}`, kind: 'organisation', regionCode, checkedAt: now, createdAt: now });
  const id = ctx.random.id();
  await ctx.db.insert(postings).values({
    id,
    number: 101,
    status: 'approved',
    employerId,
    regionCode,
    version: 1,
    fingerprint: id,
    authorId: 'bench',
    approvedVersion: 1,
    approvedAt: now,
    placesTotal: places,
    placesLeft: places,
    expiresAt: now.add({ hours: 24 }),
    searchTerms: [],
    createdAt: now,
    updatedAt: now,
  });
  await ctx.db.insert(postingVersions).values({
    postingId: id,
    version: 1,
    facts: {
      trade: '搬运工',
      employerKind: 'organisation',
      headcount: { min: places, max: places, approximate: false },
      pay: { min: 220, unit: 'day', negotiable: false },
      shift: { kind: 'fixed', text: '18点起' },
      requirements: [],
      benefits: [],
      expiry: { kind: 'unstated' },
    },
    phonesSealed: ctx.vault.seal('[]'),
    originalSealed: ctx.vault.seal(''),
    findings: [],
    authorId: 'bench',
    createdAt: now,
  });
  await ctx.db
    .insert(publications)
    .values({ id: ctx.random.id(), postingId: id, regionCode, startsAt: now, createdBy: 'bench', createdAt: now });
  return id;
}

/** What the database says in the end. @throws when a number of the waiting list is missing or given twice */
export async function countGrabs(ctx: Context, postingId: string): Promise<{ placed: number; waiting: number; placesLeft: number }> {
  const rows = await ctx.db
    .select({ state: grabs.state, waitingNumber: grabs.waitingNumber })
    .from(grabs)
    .where(eq(grabs.postingId, postingId));
  const placed = rows.filter((row) => (placedStates as readonly string[]).includes(row.state)).length;
  const numbers = rows.flatMap((row) => (row.state === 'waiting' ? (row.waitingNumber ?? []) : [])).toSorted((a, b) => a - b);
  if (numbers.some((number, index) => number !== index + 1)) throw new Error('the waiting list has a hole, or a number twice');
  const [posting] = await ctx.db.select({ placesLeft: postings.placesLeft }).from(postings).where(eq(postings.id, postingId));
  return { placed, waiting: numbers.length, placesLeft: posting?.placesLeft ?? Number.NaN };
}
