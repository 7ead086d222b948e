import { eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { playProofBatch, presentedReport } from '../../contract/screens.ts';
import { playProofs, screens } from '../../db/schema/screens.ts';
import type { Context } from '../context.ts';
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
}

/** A batch that is sent twice counts once: the ids were made on the device. @returns how many were new */
export async function recordPlays(
  ctx: Context,
  screenId: string,
  { proofs }: z.output<typeof playProofBatch>,
): Promise<{ accepted: number }> {
  if (proofs.length === 0) return { accepted: 0 };
  const receivedAt = ctx.clock.now();
  const rows = proofs.map(({ startedAt, ...proof }) => ({ ...proof, screenId, startedAt: Temporal.Instant.from(startedAt), receivedAt }));
  const made = await ctx.db.insert(playProofs).values(rows).onConflictDoNothing().returning({ id: playProofs.id });
  await ctx.db.update(screens).set({ lastSeenAt: receivedAt }).where(sql`${screens.id} = ${screenId}`);
  return { accepted: made.length };
}
