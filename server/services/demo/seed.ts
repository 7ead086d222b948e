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
import { plantPostings } from './plant-postings.ts';
import { sampleFiles } from './samples.ts';

const dayKey = 'demo.day';

/**
 * The demo's data: planted on the first start by the same use cases that everybody's goes through, moved to the present day on
 * each later one. `progress` is told how many postings stand so far.
 */
export async function seedDemo(ctx: Context, progress: (done: number, all: number) => void = () => undefined): Promise<void> {
  await castDemoPeople(ctx);
  const now = ctx.clock.now();
  const today = now.toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
  const [planted] = await ctx.db.select({ value: settings.value }).from(settings).where(eq(settings.key, dayKey));
  if (planted) await moveTo(ctx, Temporal.PlainDate.from(String(planted.value)), today);
  else {
    const stationsFile: StationsFile = JSON.parse(await readFile(sampleFiles.stations, 'utf8'));
    await importStations(ctx, demoActor('admin'), stationsFile, { demo: true });
    await plantPostings(ctx, today, progress);
  }
  await plantEpisode(ctx);
  await ctx.db
    .insert(settings)
    .values({ key: dayKey, value: today.toString(), updatedAt: now })
    .onConflictDoUpdate({ target: settings.key, set: { value: today.toString(), updatedAt: now } });
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
