import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { presentedReport } from '../../contract/screens.ts';
import type { Database } from '../../db/database.ts';
import { screens } from '../../db/schema/screens.ts';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { attestGlass, type ProvedSpan } from '../proofs/attest-glass.ts';
import { keepManifests } from '../proofs/keep-manifests.ts';
import { recordAnswers } from '../takeovers/record-answers.ts';
import { keepEchoes } from './keep-echoes.ts';

/** 已上屏: the frame of this version is on glass, and these commands were carried out. */
export async function reportPresented(ctx: Context, screenId: string, report: z.output<typeof presentedReport>): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.update(screens).set({ presentedVersion: report.version, presentedAt: now, lastSeenAt: now }).where(eq(screens.id, screenId));
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
  await attestSoon(ctx, { screenId, version: report.version, hash: report.hash, fromMs: presentedMs, toMs: presentedMs });
}

const attesters = new WeakMap<Database, (span: ProvedSpan) => Promise<true>>();

/** A thousand screens that show a change within seconds are a few transactions. */
async function attestSoon(ctx: Context, span: ProvedSpan): Promise<void> {
  let attester = attesters.get(ctx.db);
  if (attester === undefined) {
    const together = coalesce<ProvedSpan, true>({
      most: 250,
      restMs: 50,
      run: async (_key, spans) => {
        const begun = await ctx.db.transaction((tx) => attestGlass(tx, ctx, spans));
        await keepManifests(ctx, begun);
        return spans.map(() => true as const);
      },
    });
    attester = (one) => together('glass', one);
    attesters.set(ctx.db, attester);
  }
  await attester(span);
}
