import { and, asc, eq, gte, like } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { grabs } from '../../db/schema/grabs.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { postings } from '../../db/schema/postings.ts';
import { teams } from '../../db/schema/teams.ts';
import type { Context } from '../context.ts';
import { putDownWork } from '../figures/put-down-work.ts';
import { answerGrab, startGrab } from '../grabs/answer-grab.ts';
import { grabAtDesk } from '../grabs/desk-grabs.ts';
import { ensureLinks } from '../links/ensure-links.ts';
import { recordScan } from '../links/record-scan.ts';
import { makeTeam } from '../teams/change-teams.ts';
import { addMembers } from '../teams/members.ts';
import { demoActor } from './people.ts';

/** Where the demo's first wall hangs. */
const regionCode = '330102';
/** Postings from which a place may go without anybody missing it. */
const placesToSpare = 3;

/** How far each of the day's people has come: agreed, begun, and who says so. */
const people = ['both', 'both', 'both', 'employer', 'both', 'agreed'] as const;
const scansAPerson = 3;

const plantedTeams = [
  { name: '城站拉包侠', trade: '拉包工', statedMembers: 26, of: [0, 1] },
  { name: '东站搬运班', trade: '搬运工', statedMembers: 14, of: [2] },
  { name: '采荷家政姐妹', trade: '保洁员', statedMembers: 31, of: [4] },
] as const;

/** No mobile number begins like this: it rings nowhere. Others each day, as people are. */
const phoneOf = (day: Temporal.PlainDate, index: number): string =>
  `100${String(day.year % 100).padStart(2, '0')}${String(day.dayOfYear).padStart(3, '0')}${String(index).padStart(3, '0')}`;

/** A morning at the station, through the same hands as everybody's: scans, grabs, answers, work, and the teams it counts for. */
export async function plantWork(ctx: Context, today: Temporal.PlainDate): Promise<void> {
  const [station] = await ctx.db
    .select({ id: stations.id })
    .from(stations)
    .where(eq(stations.regionCode, regionCode))
    .orderBy(asc(stations.id))
    .limit(1);
  const open = await ctx.db
    .select({ id: postings.id })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .where(
      and(
        eq(postings.demo, true),
        eq(postings.status, 'approved'),
        gte(postings.placesLeft, placesToSpare),
        like(regions.path, `%/${regionCode}/%`),
      ),
    )
    .orderBy(asc(postings.number))
    .limit(people.length);
  if (station === undefined) return;
  await plantScans(ctx, station.id, open);
  for (const [index, { id }] of open.entries())
    await plantOne(ctx, { postingId: id, stationId: station.id, phone: phoneOf(today, index), goes: people[index] ?? 'agreed' });
  await plantTeams(ctx, today);
}

interface Planted {
  postingId: string;
  stationId: string;
  phone: string;
  goes: (typeof people)[number];
}

async function plantOne(ctx: Context, { postingId, stationId, phone, goes }: Planted): Promise<void> {
  const clerk = demoActor('clerk');
  const { grabId } = await grabAtDesk(ctx, clerk, { postingId, stationId, phone });
  await answerGrab(ctx, clerk, { grabId, answer: 'confirm' });
  if (goes === 'agreed') return;
  await startGrab(ctx, demoActor('approver'), grabId);
  if (goes === 'employer') return;
  const [grab] = await ctx.db.select({ seekerId: grabs.seekerId }).from(grabs).where(eq(grabs.id, grabId));
  if (grab) await putDownWork(ctx, { kind: 'seeker', seekerId: grab.seekerId }, grabId, {});
}

async function plantScans(ctx: Context, stationId: string, open: readonly { id: string }[]): Promise<void> {
  const postingIds = open.map(({ id }) => id);
  const setKey = 'demo-morning';
  const codes = await ctx.db.transaction((tx) => ensureLinks(tx, ctx, [{ origin: 'print', setKey, stationId, postingIds }]));
  const code = codes.get(setKey);
  if (code === undefined) return;
  const link = { code, stationId, screenId: null };
  for (const [index, postingId] of postingIds.entries())
    for (let scan = 0; scan < scansAPerson; scan += 1) {
      const visitor = { address: 'demo', browser: `demo-${index}-${scan}` };
      await recordScan(ctx, { link, step: 'scan', postingId: undefined }, visitor);
      if (scan < 2) await recordScan(ctx, { link, step: 'view', postingId }, visitor);
    }
}

async function plantTeams(ctx: Context, today: Temporal.PlainDate): Promise<void> {
  const clerk = demoActor('clerk');
  for (const { of, ...team } of plantedTeams) {
    const [known] = await ctx.db
      .select({ id: teams.id })
      .from(teams)
      .where(and(eq(teams.regionCode, regionCode), eq(teams.name, team.name)));
    const { id } = known ?? (await makeTeam(ctx, clerk, { ...team, regionCode, isPublic: true }));
    await addMembers(
      ctx,
      clerk,
      id,
      of.map((index) => phoneOf(today, index)),
    );
  }
}
