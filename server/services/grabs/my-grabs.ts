import { and, count, desc, eq, lt } from 'drizzle-orm';
import type { GrabForSeeker } from '../../contract/grabs.ts';
import { grabs } from '../../db/schema/grabs.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { workWords } from '../../db/schema/work.ts';
import { afterAct } from '../../domain/grab/state.ts';
import { findStation, stationFor } from '../browse/station-of.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { defaultTimeZone } from '../regions/region-of.ts';
import type { GrabRow } from './change-grab.ts';

const mostShown = 50;

/** 我的抢单, newest first. */
export async function myGrabs(ctx: Context, seekerId: string): Promise<GrabForSeeker[]> {
  const rows = await grabsWithPostings(ctx)
    .where(eq(grabs.seekerId, seekerId))
    .orderBy(desc(grabs.createdAt), desc(grabs.id))
    .limit(mostShown);
  return Promise.all(rows.map((row) => seekerView(ctx, row)));
}

/** @throws Refusal NOT_FOUND, also for somebody else's */
export async function myGrab(ctx: Context, seekerId: string, grabId: string): Promise<GrabForSeeker> {
  const [row] = await grabsWithPostings(ctx).where(and(eq(grabs.id, grabId), eq(grabs.seekerId, seekerId)));
  if (!row) throw new Refusal('NOT_FOUND');
  return seekerView(ctx, row);
}

const grabsWithPostings = (ctx: Context) =>
  ctx.db
    .select({ grab: grabs, number: postings.number, facts: postingVersions.facts })
    .from(grabs)
    .innerJoin(postings, eq(postings.id, grabs.postingId))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)));

interface Row {
  grab: GrabRow;
  number: number | null;
  facts: (typeof postingVersions.$inferSelect)['facts'];
}

async function seekerView(ctx: Context, { grab, number, facts }: Row): Promise<GrabForSeeker> {
  const station = (await findStation(ctx.db, grab.stationId)) ?? (await stationFor(ctx.db, grab.postingId));
  return {
    id: grab.id,
    postingId: grab.postingId,
    number,
    trade: facts.trade,
    state: grab.state,
    waitingNumber: grab.waitingNumber,
    holdUntil: grab.holdUntil?.toString() ?? null,
    arrival: grab.arrival,
    createdAt: grab.createdAt.toString(),
    ahead: grab.state === 'waiting' ? await aheadOf(ctx, grab) : null,
    pay: facts.pay,
    shift: facts.shift,
    place: facts.place ?? null,
    employer: facts.employer ?? null,
    station: station ? { id: station.id, name: station.name, phone: station.phone, timeZone: station.timeZone, demo: station.demo } : null,
    cancellable: afterAct(grab.state, 'cancel') !== undefined,
    workedToday: await saidToday(ctx, grab.id, station?.timeZone ?? defaultTimeZone),
  };
}

async function saidToday(ctx: Context, grabId: string, timeZone: string): Promise<boolean> {
  const today = ctx.clock.now().toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const [word] = await ctx.db
    .select({ day: workWords.day })
    .from(workWords)
    .where(and(eq(workWords.grabId, grabId), eq(workWords.day, today), eq(workWords.side, 'person')));
  return word !== undefined;
}

async function aheadOf(ctx: Context, grab: GrabRow): Promise<number> {
  const [found] = await ctx.db
    .select({ ahead: count() })
    .from(grabs)
    .where(and(eq(grabs.postingId, grab.postingId), eq(grabs.state, 'waiting'), lt(grabs.waitingNumber, grab.waitingNumber ?? 0)));
  return found?.ahead ?? 0;
}
