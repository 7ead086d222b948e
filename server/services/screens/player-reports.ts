import { asc, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { presentedReport } from '../../contract/screens.ts';
import { among } from '../../db/among.ts';
import type { Database } from '../../db/database.ts';
import { screens } from '../../db/schema/screens.ts';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { perDatabase } from '../per-database.ts';
import { attestGlass, type ProvedSpan } from '../proofs/attest-glass.ts';
import { keepManifests } from '../proofs/keep-manifests.ts';
import { recordAnswers } from '../takeovers/record-answers.ts';
import { keepEchoes } from './keep-echoes.ts';

/** 已上屏: the frame of this version is on glass, and these commands were carried out. */
export async function reportPresented(ctx: Context, screenId: string, report: z.output<typeof presentedReport>): Promise<void> {
  const now = ctx.clock.now();
  await presentTogether(ctx)('presented', { screenId, version: report.version, at: now.toString() });
  await keepEchoes(ctx, screenId, report.echoes);
  await ctx.bus.publish('screen.presented', {
    screenId,
    version: report.version,
    slideId: report.slideId,
    at: now.toString(),
    echoes: report.echoes,
  });
  if (report.stood) await recordAnswers(ctx, screenId, report.stood);
  const presentedMs = Math.min(Temporal.Instant.from(report.presentedAt).epochMilliseconds, now.epochMilliseconds);
  await attestTogether(ctx)('glass', { screenId, version: report.version, hash: report.hash, fromMs: presentedMs, toMs: presentedMs });
}

/** A thousand screens that show a change within seconds are a few transactions. */
const attestTogether = perDatabase((ctx: Context) =>
  coalesce<ProvedSpan, true>({
    most: 250,
    restMs: 50,
    run: async (_key, spans) => {
      const begun = await ctx.db.transaction((tx) => attestGlass(tx, ctx, spans));
      await keepManifests(ctx, begun);
      return spans.map(() => true as const);
    },
  }),
);

interface Presented {
  screenId: string;
  version: number;
  /** ISO 8601 */
  at: string;
}

const presentTogether = perDatabase(({ db }: Pick<Context, 'db'>) =>
  coalesce<Presented, true>({
    most: 250,
    restMs: 20,
    run: async (_key, presented) => {
      await keepPresented(db, presented);
      return presented.map(() => true as const);
    },
  }),
);

async function keepPresented(db: Database, presented: readonly Presented[]): Promise<void> {
  const last = new Map(presented.map((one) => [one.screenId, one]));
  await db.transaction(async (tx) => {
    // In one order, so that nobody who holds several screens waits crosswise.
    await tx
      .select({ id: screens.id })
      .from(screens)
      .where(among(screens.id, [...last.keys()]))
      .orderBy(asc(screens.id))
      .for('update');
    await tx.execute(sql`
      update ${screens} set presented_version = given.version, presented_at = given.at, last_seen_at = given.at
      from jsonb_to_recordset(${JSON.stringify([...last.values()])}::jsonb) as given("screenId" text, version int, at timestamptz)
      where screens.id = given."screenId"`);
  });
}
