import { and, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { DeskGrab, GrabForStaff, GrabQuery } from '../../contract/grabs.ts';
import { grabs, seekers } from '../../db/schema/grabs.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, mayIn, nameOf, reachOf } from '../../domain/access/actor.ts';
import { isActive, isPlaced } from '../../domain/grab/state.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, stationWithPath } from '../regions/region-of.ts';
import { newSeeker, provenSeeker } from '../seekers/identity.ts';
import { mayAnswer } from './change-grab.ts';
import type { GrabOutcome } from './decide-batch.ts';
import { grabPlace } from './grab-place.ts';

/** Grabs that the actor answers for, newest first; phones masked. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN */
export async function listGrabs(ctx: Context, actor: Actor, query: GrabQuery): Promise<GrabForStaff[]> {
  const rows = await ctx.db
    .select({
      grab: grabs,
      number: postings.number,
      facts: postingVersions.facts,
      seeker: seekers,
      stationName: stations.name,
      screenName: screens.name,
    })
    .from(grabs)
    .innerJoin(postings, eq(postings.id, grabs.postingId))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .leftJoin(stations, eq(stations.id, grabs.stationId))
    .leftJoin(screens, eq(screens.id, grabs.screenId))
    .where(
      and(
        await inReach(ctx, actor, query.region),
        query.posting ? eq(grabs.postingId, query.posting) : undefined,
        query.view === 'open' ? inArray(grabs.state, ['held', 'grabbed', 'waiting', 'confirmed']) : undefined,
      ),
    )
    // What waits for an answer stands first.
    .orderBy(sql`(${grabs.state} in ('held', 'grabbed')) desc`, desc(grabs.createdAt), desc(grabs.id))
    .limit(query.limit);
  return rows.map(({ grab, number, facts, seeker, stationName, screenName }) => ({
    id: grab.id,
    postingId: grab.postingId,
    number,
    trade: facts.trade,
    employer: facts.employer ?? null,
    state: grab.state,
    waitingNumber: grab.waitingNumber,
    channel: grab.channel,
    name: seeker.name,
    phoneMasked: seeker.phoneSealed === null ? null : maskPhone(ctx.vault.open(seeker.phoneSealed)),
    phoneProved: seeker.phoneHash !== null,
    stationName,
    screenName,
    holdUntil: grab.holdUntil?.toString() ?? null,
    arrival: grab.arrival,
    createdAt: grab.createdAt.toString(),
    answeredAt: grab.answeredAt?.toString() ?? null,
    startedAt: grab.startedAt?.toString() ?? null,
  }));
}

async function inReach(ctx: Context, actor: Actor, region: string | undefined): Promise<SQL | undefined> {
  if (region !== undefined) {
    const path = await regionPath(ctx.db, region);
    requireIn(actor, 'clerk', path);
    return underPaths([path]);
  }
  const paths = reachOf(actor, 'clerk');
  if (paths === null) return undefined;
  const own = actor.kind === 'staff' ? actor.grants.flatMap((grant) => (grant.role === 'employer' ? (grant.employerId ?? []) : [])) : [];
  return or(paths.length > 0 ? underPaths(paths) : sql`false`, own.length > 0 ? inArray(postings.employerId, own) : sql`false`);
}

const underPaths = (paths: string[]): SQL =>
  sql`${postings.regionCode} in (select ${regions.code} from ${regions} where ${or(...paths.map((path) => sql`${regions.path} like ${`${path}%`}`))})`;

/** The number of one person, for whoever answers for the grab; each view is audited. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function revealGrabPhone(ctx: Context, actor: Actor, grabId: string): Promise<{ phone: string | null }> {
  return ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({
        postingId: postings.id,
        employerId: postings.employerId,
        path: regions.path,
        sealed: seekers.phoneSealed,
        state: grabs.state,
      })
      .from(grabs)
      .innerJoin(postings, eq(postings.id, grabs.postingId))
      .innerJoin(regions, eq(regions.code, postings.regionCode))
      .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
      .where(eq(grabs.id, grabId));
    if (!found) throw new Refusal('NOT_FOUND');
    if (!mayAnswer(actor, found)) throw new Refusal('NOT_ALLOWED');
    // Who has left is nobody's to ring any more; who waits is not the employer's yet.
    const theirs = mayIn(actor, 'clerk', found.path) ? isActive(found.state) : isPlaced(found.state);
    if (!theirs) throw new Refusal('GRAB_STATE', { state: found.state });
    await record(tx, ctx, actor, { area: 'personal-data', action: 'phone.viewed', subject: grabId });
    return { phone: found.sealed === null ? null : ctx.vault.open(found.sealed) };
  });
}

/**
 * A clerk enters a grab for somebody at the desk or on the telephone; a person without a phone is served too.
 * @throws Refusal POSTING_NOT_FOUND, POSTING_CLOSED, POSTING_EXPIRED, STATION_UNKNOWN, NOT_ALLOWED
 */
export async function grabAtDesk(ctx: Context, actor: Actor, { postingId, phone, name, stationId }: DeskGrab): Promise<GrabOutcome> {
  const seeker = await ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ path: regions.path })
      .from(postings)
      .innerJoin(regions, eq(regions.code, postings.regionCode))
      .where(eq(postings.id, postingId));
    if (!found) throw new Refusal('POSTING_NOT_FOUND');
    requireIn(actor, 'clerk', found.path);
    // Else somebody else's station would count the grab in its figures.
    if (stationId !== undefined) requireIn(actor, 'clerk', (await stationWithPath(tx, stationId)).path);
    const person = phone === undefined ? await newSeeker(tx, ctx, { name }) : await provenSeeker(tx, ctx, { phone, name });
    await record(tx, ctx, actor, {
      area: 'grabs',
      action: 'grab.entered',
      subject: postingId,
      after: { seeker: person.id, by: nameOf(actor) },
    });
    return person;
  });
  return grabPlace(ctx, { postingId, seekerId: seeker.id, channel: 'desk', stationId });
}
