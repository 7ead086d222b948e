import { eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { PlayBatch } from '../../contract/proofs.ts';
import type { Tx } from '../../db/database.ts';
import { stations } from '../../db/schema/org.ts';
import { playBatches, playJournals } from '../../db/schema/proofs.ts';
import { screens } from '../../db/schema/screens.ts';
import { type DaySum, sumByDay } from '../../domain/proof/day-sums.ts';
import { believable, type Play, type PlayedSlide, takeBatch } from '../../domain/proof/played.ts';
import { spansOf } from '../../domain/proof/spans.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { attestGlass } from './attest-glass.ts';
import { hoursIn } from './hour-of.ts';
import { keepManifests } from './keep-manifests.ts';

/** A device makes one when it becomes a screen. A thousand mean that something is wrong with it. */
const mostJournals = 1_000;

/**
 * 播放证明, exactly once: what of a batch was not taken before is kept, added up and attested, and the journal's number moves on, in one
 * transaction. Whoever sends it again, after a crash on either side, is told the same number.
 * @returns up to which number the device may forget its plays
 * @throws Refusal JOURNAL_FOREIGN, TOO_MANY_JOURNALS
 */
export async function takePlays(ctx: Context, screenId: string, batch: PlayBatch): Promise<{ upTo: number }> {
  const now = ctx.clock.now();
  const { upTo, attested } = await ctx.db.transaction(async (tx) => {
    const journal = await holdJournal(tx, screenId, batch.journal, now);
    const { fresh, from, upTo, lost } = takeBatch(journal.takenSeq, batch);
    if (fresh.length === 0) return { upTo, attested: [] };
    const told = fresh.map(([slide, startedAtMs, durationMs]) => ({ slide: slideAt(batch.slides, slide), startedAtMs, durationMs }));
    const { plays, retimed } = believable(told, now.epochMilliseconds);
    const [at] = await tx
      .select({ stationId: stations.id, timeZone: stations.timeZone })
      .from(screens)
      .innerJoin(stations, eq(stations.id, screens.stationId))
      .where(eq(screens.id, screenId));
    await keepBatch(tx, { journalId: batch.journal, from, upTo, screenId, now }, plays);
    await addUp(tx, { screenId, stationId: at?.stationId ?? '' }, sumByDay(plays, hoursIn(at?.timeZone ?? 'Asia/Shanghai')));
    const attested = await attestGlass(
      tx,
      ctx,
      spansOf(plays).map((span) => ({ screenId, ...span })),
    );
    await tx
      .update(playJournals)
      .set({ takenSeq: upTo, lost: journal.lost + lost, retimed: journal.retimed + retimed, lastAt: now })
      .where(eq(playJournals.id, batch.journal));
    await tx.update(screens).set({ lastSeenAt: now }).where(eq(screens.id, screenId));
    return { upTo, attested };
  });
  await keepManifests(ctx, attested);
  return { upTo };
}

const slideAt = (slides: readonly PlayedSlide[], index: number): PlayedSlide => {
  const slide = slides[index];
  if (slide === undefined) throw new Refusal('BAD_INPUT', { field: 'plays', why: 'a play names a slide' });
  return { ...slide, postingIds: [...new Set(slide.postingIds)] };
};

/** Locked until the transaction ends: two batches of one journal take turns. */
async function holdJournal(tx: Tx, screenId: string, journalId: string, now: Temporal.Instant) {
  const find = () => tx.select().from(playJournals).where(eq(playJournals.id, journalId)).for('update');
  const [known] = await find();
  if (known === undefined) {
    if ((await tx.$count(playJournals, eq(playJournals.screenId, screenId))) >= mostJournals) throw new Refusal('TOO_MANY_JOURNALS');
    await tx.insert(playJournals).values({ id: journalId, screenId, openedAt: now, lastAt: now }).onConflictDoNothing();
  }
  const journal = known ?? (await find())[0];
  if (journal === undefined || journal.screenId !== screenId) throw new Refusal('JOURNAL_FOREIGN');
  return journal;
}

async function keepBatch(
  tx: Tx,
  { journalId, from, upTo, screenId, now }: { journalId: string; from: number; upTo: number; screenId: string; now: Temporal.Instant },
  plays: readonly Play[],
): Promise<void> {
  const slides = [...new Set(plays.map(({ slide }) => slide))];
  const places = new Map(slides.map((slide, place) => [slide, place]));
  const startsAtMs = Math.min(...plays.map(({ startedAtMs }) => startedAtMs));
  const endsAtMs = Math.max(...plays.map(({ startedAtMs, durationMs }) => startedAtMs + durationMs));
  await tx.insert(playBatches).values({
    journalId,
    fromSeq: from,
    toSeq: upTo,
    screenId,
    startsAt: Temporal.Instant.fromEpochMilliseconds(startsAtMs),
    endsAt: Temporal.Instant.fromEpochMilliseconds(endsAtMs),
    slides,
    plays: plays.map(({ slide, startedAtMs, durationMs }) => [places.get(slide) ?? 0, startedAtMs - startsAtMs, durationMs]),
    receivedAt: now,
  });
}

/**
 * What a slot holds. An hour has 3,600,000 ms: only plays of a clock in 1970, all moved to the same hour, add up to more, and a sum that stops is
 * better than a journal that is never taken.
 */
const mostMs = 2 ** 31 - 1;

/** One statement, however many sums: slot by slot onto what stands there. */
async function addUp(tx: Tx, { screenId, stationId }: { screenId: string; stationId: string }, sums: readonly DaySum[]): Promise<void> {
  const rows = JSON.stringify(
    // In one order, so that two devices that share a screen's rows never wait crosswise.
    [...sums].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
  );
  await tx.execute(sql`
    insert into play_days (day, screen_id, station_id, kind, subject, plays, ms, first_at, last_at)
    select sum.day, ${screenId}, ${stationId}, sum.kind, sum.subject, sum.plays, sum.ms,
      to_timestamp(sum."firstAtMs" / 1000.0), to_timestamp(sum."lastAtMs" / 1000.0)
    from jsonb_to_recordset(${rows}::jsonb)
      as sum(day date, kind text, subject text, plays int[], ms int[], "firstAtMs" float8, "lastAtMs" float8)
    on conflict (day, screen_id, station_id, kind, subject) do update set
      plays = (select array_agg(a + b order by slot) from unnest(play_days.plays, excluded.plays) with ordinality as slots(a, b, slot)),
      ms = (select array_agg(least(a::bigint + b, ${mostMs})::int order by slot) from unnest(play_days.ms, excluded.ms) with ordinality as slots(a, b, slot)),
      first_at = least(play_days.first_at, excluded.first_at),
      last_at = greatest(play_days.last_at, excluded.last_at)`);
}

const keyOf = ({ day, kind, subject }: DaySum) => `${day} ${kind} ${subject}`;
