import { and, asc, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Database } from '../../db/database.ts';
import { glassSeals, glassSpans } from '../../db/schema/proofs.ts';
import { auditEntries } from '../../db/schema/records.ts';
import { longestSpanMs, rootOf, type StoredSpan } from '../../domain/proof/spans.ts';
import { verifyAudit } from '../audit/verify.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';

/** A span that has not grown for so long has ended; plays come every minute or two. */
const restsFor = Temporal.Duration.from({ minutes: 10 });
const mostSpans = 2_000;
const sealer = { kind: 'system', name: 'glass' } as const;

/** Seals what has ended: one entry of the audit chain stands for thousands of spans. @returns how many were sealed */
export async function sealSpans(ctx: Context): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await sealSome(ctx);
    sealed += count;
    if (count < mostSpans) return sealed;
  }
}

async function sealSome(ctx: Context): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    const now = ctx.clock.now();
    const rows = await tx
      .select()
      .from(glassSpans)
      .where(
        and(
          isNull(glassSpans.sealId),
          or(
            lt(glassSpans.toAt, now.subtract(restsFor)),
            lt(glassSpans.fromAt, now.subtract({ milliseconds: longestSpanMs }).subtract(restsFor)),
          ),
        ),
      )
      .orderBy(asc(glassSpans.id))
      .limit(mostSpans)
      .for('update', { skipLocked: true });
    if (rows.length === 0) return 0;
    const id = ctx.random.id();
    const root = rootOf(rows.map(leafOf));
    await tx.insert(glassSeals).values({ id, spans: rows.length, root, sealedAt: now });
    await tx
      .update(glassSpans)
      .set({ sealId: id })
      .where(
        inArray(
          glassSpans.id,
          rows.map((row) => row.id),
        ),
      );
    await record(tx, ctx, sealer, { area: 'glass', action: 'glass.sealed', subject: id, after: { spans: rows.length, root } });
    return rows.length;
  });
}

const leafOf = ({ id, screenId, version, hash, fromAt, toAt }: typeof glassSpans.$inferSelect): StoredSpan & { screenId: string } => ({
  id,
  screenId,
  version,
  hash,
  fromMs: fromAt.epochMilliseconds,
  toMs: toAt.epochMilliseconds,
});

/** `open`: it may still grow. `sealed`: it is as it was, and so is the chain that says so. */
export type SealVerdict = 'open' | 'sealed' | 'changed' | 'chain-broken';

/** Whether what stands here is what was sealed, and the day's audit chain is whole. */
export async function verifySeal(ctx: Context, sealId: string | null): Promise<SealVerdict> {
  if (sealId === null) return 'open';
  const rows = await ctx.db.select().from(glassSpans).where(eq(glassSpans.sealId, sealId));
  const [entry] = await ctx.db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.area, 'glass'), eq(auditEntries.subject, sealId)));
  // The relay appends it a moment after the seal.
  if (entry === undefined) return (await isYoung(ctx, sealId)) ? 'open' : 'chain-broken';
  const { root, spans } = entry.after as { root: string; spans: number };
  if (rows.length !== spans || rootOf(rows.map(leafOf)) !== root) return 'changed';
  return (await verifyAudit(ctx.db, 'glass', entry.day)).intact ? 'sealed' : 'chain-broken';
}

/** Seals whose spans are not what was sealed; spans name their seals, so one that was dropped shows, too. */
export async function findBrokenSeals(db: Database): Promise<string[]> {
  const entries = await db
    .select({ subject: auditEntries.subject, after: auditEntries.after })
    .from(auditEntries)
    .where(and(eq(auditEntries.area, 'glass'), eq(auditEntries.action, 'glass.sealed')));
  const broken: string[] = [];
  for (const { subject, after } of entries) {
    const rows = await db.select().from(glassSpans).where(eq(glassSpans.sealId, subject));
    // Spans are kept three years, the chain for ever.
    if (rows.length === 0 && !(await hasSeal(db, subject))) continue;
    const { root, spans } = after as { root: string; spans: number };
    if (rows.length !== spans || rootOf(rows.map(leafOf)) !== root) broken.push(subject);
  }
  return broken;
}

const hasSeal = async (db: Database, id: string) => (await db.$count(glassSeals, eq(glassSeals.id, id))) > 0;

async function isYoung(ctx: Context, sealId: string): Promise<boolean> {
  const [seal] = await ctx.db.select({ sealedAt: glassSeals.sealedAt }).from(glassSeals).where(eq(glassSeals.id, sealId));
  return seal !== undefined && ctx.clock.now().epochMilliseconds - seal.sealedAt.epochMilliseconds < 60_000;
}
