import { and, lt, notExists, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { glassSeals, glassSpans, keptManifests, playBatches, playDays, playJournals, takeoverAnswers } from '../../db/schema/proofs.ts';
import { figureHours } from '../../db/schema/rollups.ts';
import type { Context } from '../context.ts';

interface Before {
  batches: Temporal.Instant;
  days: Temporal.Instant;
  manifests: Temporal.Instant;
}

/** Rows a statement: a day of five thousand screens is millions, and nobody else may wait for them. */
const most = 20_000;

export async function forgetPlays(ctx: Context, before: Before): Promise<void> {
  const { db } = ctx;
  await inPieces(
    ctx,
    sql`delete from ${playBatches} where ctid in (
    select ctid from ${playBatches} where ${playBatches.receivedAt} < ${before.batches.toString()}::timestamptz limit ${most})`,
  );
  await inPieces(
    ctx,
    sql`delete from ${playDays} where ctid in (
    select ctid from ${playDays} where ${playDays.day} < (${before.days.toString()}::timestamptz)::date limit ${most})`,
  );
  // A chain is unpacked from its first on: it goes when its last may.
  await db.execute(sql`delete from ${keptManifests} where key_hash in (
    select key_hash from ${keptManifests} group by key_hash having max(kept_at) < ${before.manifests.toString()}::timestamptz)`);
  await inPieces(
    ctx,
    sql`delete from ${glassSpans} where ctid in (
    select ctid from ${glassSpans} where ${glassSpans.toAt} < ${before.days.toString()}::timestamptz limit ${most})`,
  );
  await db
    .delete(glassSeals)
    .where(
      and(
        lt(glassSeals.sealedAt, before.days),
        notExists(db.select({ one: sql`1` }).from(glassSpans).where(sql`${glassSpans.sealId} = ${glassSeals.id}`)),
      ),
    );
  await db.delete(takeoverAnswers).where(lt(takeoverAnswers.receivedAt, before.manifests));
  // A journal that is silent for longer than a device keeps plays will not speak again.
  await db
    .delete(playJournals)
    .where(
      and(
        lt(playJournals.lastAt, before.manifests),
        notExists(db.select({ one: sql`1` }).from(playBatches).where(sql`${playBatches.journalId} = ${playJournals.id}`)),
      ),
    );
}

/** Hours as they were added up; the sums of their days stay. */
export async function forgetFigureHours(ctx: Context, before: Temporal.Instant): Promise<void> {
  await inPieces(
    ctx,
    sql`delete from ${figureHours} where ctid in (
    select ctid from ${figureHours} where ${figureHours.at} < ${before.toString()}::timestamptz limit ${most})`,
  );
}

async function inPieces({ db }: Context, statement: ReturnType<typeof sql>): Promise<void> {
  for (;;) {
    const { rowCount } = (await db.execute(sql`with gone as (${statement} returning 1) select count(*)::int as "rowCount" from gone`))
      .rows[0] as {
      rowCount: number;
    };
    if (rowCount < most) return;
  }
}
