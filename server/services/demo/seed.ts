import { readFile } from 'node:fs/promises';
import { and, eq, isNotNull } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { StationsFile } from '../../contract/stations.ts';
import { settings } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { moveDates } from '../../domain/demo/this-week.ts';
import type { Context } from '../context.ts';
import { importStations } from '../regions/import-stations.ts';
import { castDemoPeople, demoActor } from './people.ts';
import { plantEpisode } from './plant-episode.ts';
import { listSamples, pinStreets, plantPosting } from './plant-postings.ts';
import { plantProgramme } from './plant-programme.ts';
import { plantTruth } from './plant-truth.ts';
import { plantWork } from './plant-work.ts';
import { sampleFiles } from './samples.ts';

const dayKey = 'demo.day';
const plantedKey = 'demo.planted';
const workedKey = 'demo.worked';
/** Several pages on each wall: a round of them takes some minutes, and a visitor's own job is up before they leave. */
const mostPostings = 60;

/**
 * The demo's data: planted on the first start by the same use cases that everybody's goes through, moved to the present day on
 * each later one. All of it before the visitor comes: what is planted under their eyes would be news on the walls, and theirs would wait behind it. An
 * interrupted planting goes on at the next start.
 */
export async function seedDemo(ctx: Context): Promise<void> {
  await castDemoPeople(ctx);
  const today = ctx.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
  const day = await readSetting(ctx, dayKey);
  if (day === undefined) {
    const stationsFile: StationsFile = JSON.parse(await readFile(sampleFiles.stations, 'utf8'));
    await importStations(ctx, demoActor('admin'), stationsFile, { demo: true });
    await pinStreets(ctx);
  } else await moveTo(ctx, Temporal.PlainDate.from(String(day)), today);
  await writeSetting(ctx, dayKey, today.toString());

  const planted = Number((await readSetting(ctx, plantedKey)) ?? 0);
  const samples = (await listSamples()).slice(0, mostPostings);
  for (const [index, sample] of samples.entries()) {
    if (index < planted) continue;
    await plantPosting(ctx, sample, today);
    await writeSetting(ctx, plantedKey, index + 1);
  }
  await plantEpisode(ctx);
  await plantProgramme(ctx);
  await plantTruth(ctx);
  if ((await readSetting(ctx, workedKey)) === today.toString()) return;
  await plantWork(ctx, today);
  await writeSetting(ctx, workedKey, today.toString());
}

async function readSetting(ctx: Context, key: string): Promise<unknown> {
  const [row] = await ctx.db.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
  return row?.value;
}

async function writeSetting(ctx: Context, key: string, value: string | number): Promise<void> {
  const updatedAt = ctx.clock.now();
  await ctx.db.insert(settings).values({ key, value, updatedAt }).onConflictDoUpdate({ target: settings.key, set: { value, updatedAt } });
}

/** What was this week's becomes this week's again; what closed because its time ran out is open again. */
async function moveTo(ctx: Context, planted: Temporal.PlainDate, today: Temporal.PlainDate): Promise<void> {
  const { days } = planted.until(today, { largestUnit: 'days' });
  if (days === 0) return;
  const now = ctx.clock.now();
  const shift = Temporal.Duration.from({ hours: days * 24 });
  await ctx.db.transaction(async (tx) => {
    const held = await tx
      .select({ posting: postings, facts: postingVersions.facts })
      .from(postings)
      .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.version)))
      .where(and(eq(postings.demo, true), isNotNull(postings.approvedAt)));
    for (const { posting, facts } of held) {
      const reopened = posting.closedReason === 'expired' ? { status: 'approved' as const, closedReason: null, closedAt: null } : {};
      await tx
        .update(postings)
        .set({ ...reopened, expiresAt: posting.expiresAt?.add(shift) ?? null, confirmedAt: now, updatedAt: now })
        .where(eq(postings.id, posting.id));
      await tx
        .update(postingVersions)
        .set({ facts: moveDates(facts, days) })
        .where(and(eq(postingVersions.postingId, posting.id), eq(postingVersions.version, posting.version)));
    }
  });
  await ctx.queues.add({ queue: 'boards', payload: { of: 'everything' } });
}
