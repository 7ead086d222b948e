import type { Temporal } from 'temporal-polyfill';
import { user } from '#server/db/schema/auth.ts';
import { regions, stations } from '#server/db/schema/org.ts';
import { employers } from '#server/db/schema/postings.ts';
import { screens } from '#server/db/schema/screens.ts';
import type { Actor } from '#server/domain/access/actor.ts';
import type { PostingFacts } from '#server/domain/posting/facts.ts';
import { composeBoards } from '#server/services/boards/compose-boards.ts';
import type { Context } from '#server/services/context.ts';
import { approvePosting } from '#server/services/postings/approve-posting.ts';
import { createPosting } from '#server/services/postings/create-posting.ts';
import { submitPosting } from '#server/services/postings/submit-posting.ts';

/** A city with a station for every four screens, all with the glass of a 55-inch television. */
export const city = '330100';
const screensAtStation = 4;
const jobsOpen = 20;

export interface World {
  clerk: Actor & { kind: 'staff' };
  approver: Actor & { kind: 'staff' };
  screenIds: string[];
}

export async function buildWorld(ctx: Context, count: number, publicKey: string): Promise<World> {
  const now = ctx.clock.now();
  await ctx.db.insert(regions).values({ code: city, name: '杭州市', level: 'city', path: `${city}/` });
  const stationRows = Array.from({ length: Math.ceil(count / screensAtStation) }, (_, n) => stationRow(ctx, n, now));
  const screenRows = Array.from({ length: count }, (_, n) =>
    screenRow(ctx, stationRows[Math.floor(n / screensAtStation)]?.id ?? '', n, publicKey, now),
  );
  for (let from = 0; from < stationRows.length; from += 500) await ctx.db.insert(stations).values(stationRows.slice(from, from + 500));
  for (let from = 0; from < screenRows.length; from += 500) await ctx.db.insert(screens).values(screenRows.slice(from, from + 500));
  const world = {
    clerk: await person(ctx, '小李', 'clerk'),
    approver: await person(ctx, '老王', 'approver'),
    screenIds: screenRows.map(({ id }) => id),
  };
  await ctx.db.insert(employers).values({
    id: ctx.random.id(),
    name: facts(0).employer ?? '',
    kind: 'organisation',
    regionCode: city,
    checkedAt: now,
    checkedBy: world.approver.userId,
    checkedHow: 'licence',
    createdAt: now,
  });
  for (let n = 0; n < jobsOpen; n += 1) await approve(ctx, world, await submit(ctx, world, n));
  await composeBoards(ctx, 'all');
  return world;
}

export interface Submitted {
  postingId: string;
  version: number;
}

/** Everything but the second person's press. */
export async function submit(ctx: Context, world: World, n: number): Promise<Submitted> {
  const { id, version } = await createPosting(ctx, world.clerk, { regionCode: city, facts: facts(n), submit: false });
  await submitPosting(ctx, world.clerk, { postingId: id, version });
  return { postingId: id, version };
}

export const approve = (ctx: Context, world: World, posting: Submitted) => approvePosting(ctx, world.approver, posting);

function facts(n: number): PostingFacts {
  return {
    trade: ['搬运工', '帮厨', '快递分拣员', '保洁员', '服务员'][n % 5] ?? '普工',
    employer: '东站货运服务部',
    employerKind: 'organisation',
    headcount: { min: 3, max: 3, approximate: false },
    pay: { min: 200 + n, max: 260 + n, unit: 'day', settlement: 'daily', negotiable: false },
    shift: { kind: 'fixed', start: '08:00', end: '17:00', text: '8点到17点' },
    place: `城站路 ${n + 1} 号`,
    phones: ['13800000001'],
    requirements: [],
    benefits: ['工作餐'],
    expiry: { kind: 'long-term' },
  };
}

function stationRow(ctx: Context, n: number, createdAt: Temporal.Instant) {
  return {
    id: ctx.random.id(),
    regionCode: city,
    name: `零工驿站 ${n + 1}`,
    phone: '0000-8700000',
    lat: 30.24 + n / 5_000,
    lon: 120.18,
    hours: [{ days: 'MO-SU', open: '00:00', close: '24:00' }],
    createdAt,
  };
}

function screenRow(ctx: Context, stationId: string, n: number, publicKey: string, createdAt: Temporal.Instant) {
  return {
    id: ctx.random.id(),
    stationId,
    name: `屏 ${n + 1}`,
    kind: 'lcd' as const,
    widthMm: 1210,
    heightMm: 680,
    widthPx: 1920,
    heightPx: 1080,
    viewingDistanceM: 3,
    mountHeightM: 1.8,
    publicKey,
    pairedAt: createdAt,
    createdAt,
  };
}

async function person(ctx: Context, name: string, role: 'clerk' | 'approver'): Promise<Actor & { kind: 'staff' }> {
  const userId = ctx.random.id();
  const at = new Date(ctx.clock.now().epochMilliseconds);
  await ctx.db
    .insert(user)
    .values({ id: userId, name, email: `${userId}@staff.invalid`, emailVerified: false, createdAt: at, updatedAt: at });
  return { kind: 'staff', userId, name, grants: [{ role, regionPath: null, employerId: null }] };
}
