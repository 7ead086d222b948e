import { and, asc, eq, inArray, isNull, like } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { TruthCall } from '../../contract/truth.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { postings } from '../../db/schema/postings.ts';
import { screens } from '../../db/schema/screens.ts';
import { truthRounds } from '../../db/schema/truth.ts';
import type { Context } from '../context.ts';
import { takePlays } from '../proofs/take-plays.ts';
import { defaultTimeZone } from '../regions/region-of.ts';
import { answerCheck } from '../truth/answer-check.ts';
import { drawWeek, mondayOf } from '../truth/draw-week.ts';
import { readSheet } from '../truth/read-sheet.ts';
import { demoActor } from './people.ts';

/** Where the demo's clerk rings up. */
const regionCode = '330102';
const mostPostings = 24;
const rowsAPage = 6;
const pageMs = 15_000;

const right: TruthCall = { kind: 'answered', numberWorks: 'yes', stillOpen: 'yes', payAsShown: 'yes' };
const otherPay: TruthCall = {
  kind: 'answered',
  numberWorks: 'yes',
  stillOpen: 'yes',
  payAsShown: 'no',
  note: '说是 200 到 220，看手脚快慢',
};
const nobody: TruthCall = { kind: 'unanswered', note: '占线' };
/** Last week's calls, as far as somebody got; the rest was not reached. This week's have begun. */
const lastWeek = [right, right, right, otherPay, right, nobody, right, right, right, right, right, nobody, right, right];
const thisWeek = [right, right, nobody];

/** 上墙真实度: last week's twenty, rung up in part, and this week's, open: drawn from plays, and answered, as everybody's are. */
export async function plantTruth(ctx: Context): Promise<void> {
  const monday = mondayOf(ctx.clock.now().toZonedDateTimeISO(defaultTimeZone));
  const known = await ctx.db.$count(truthRounds, and(eq(truthRounds.regionCode, regionCode), eq(truthRounds.week, monday.toString())));
  if (known > 0) return;
  await hang(ctx, monday);
  const before = monday.subtract({ days: 7 });
  await drawWeek(asOf(ctx, morningOf(before, 6)));
  await ring(ctx, asOf(ctx, morningOf(before, 7)), lastWeek);
  // Before five on a Monday nothing is drawn yet: then it is the worker's, as everywhere.
  await drawWeek(ctx);
  await ring(ctx, ctx, thisWeek);
}

/** The demo's jobs stood on one wall in each of the fourteen days before. */
async function hang(ctx: Context, monday: Temporal.PlainDate): Promise<void> {
  const here = like(regions.path, `%/${regionCode}/%`);
  const [wall] = await ctx.db
    .select({ id: screens.id })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(here, eq(screens.demo, true), isNull(screens.revokedAt)))
    .orderBy(asc(stations.id), asc(screens.id))
    .limit(1);
  const open = await ctx.db
    .select({ id: postings.id })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .where(and(here, eq(postings.demo, true), inArray(postings.status, ['approved', 'filled'])))
    .orderBy(asc(postings.number))
    .limit(mostPostings);
  if (wall === undefined || open.length === 0) return;
  const pages = Math.ceil(open.length / rowsAPage);
  // No manifest of that time is to be attested: a slide without a hash is what players of an older release tell.
  const slides = Array.from({ length: pages }, (_, page) => ({
    ...{ id: `demo-${page + 1}`, kind: 'jobs' as const, version: 1, hash: '' },
    postingIds: open.slice(page * rowsAPage, (page + 1) * rowsAPage).map(({ id }) => id),
  }));
  const plays = Array.from({ length: 14 }, (_, day) => morningOf(monday.subtract({ days: 14 - day }), 9).epochMilliseconds).flatMap(
    (dayMs) => slides.map((_, page): [number, number, number] => [page, dayMs + page * pageMs, pageMs]),
  );
  await takePlays(ctx, wall.id, { journal: ctx.random.id(), from: 1, slides, plays });
  // Its device has not been seen today, nor ever.
  await ctx.db
    .update(screens)
    .set({ lastSeenAt: null })
    .where(and(eq(screens.id, wall.id), isNull(screens.publicKey)));
}

/** What the answers mean for postings holds from now on: they stand on the walls of today. */
async function ring(ctx: Context, then: Context, calls: readonly TruthCall[]): Promise<void> {
  const clerk = demoActor('clerk');
  const { checks } = await readSheet(then, clerk, regionCode);
  for (const [index, call] of calls.entries()) {
    const check = checks[index];
    if (check?.outcome === 'open') await answerCheck(ctx, clerk, check.id, call);
  }
}

const morningOf = (day: Temporal.PlainDate, hour: number): Temporal.Instant =>
  day.toZonedDateTime({ timeZone: defaultTimeZone, plainTime: Temporal.PlainTime.from({ hour }) }).toInstant();

const asOf = (ctx: Context, at: Temporal.Instant): Context => ({ ...ctx, clock: { now: () => at } });
