import { and, isNull, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { glassSpans } from '../../db/schema/proofs.ts';
import { attest, type Span, type StoredSpan } from '../../domain/proof/spans.ts';
import type { Context } from '../context.ts';

export interface ProvedSpan extends Span {
  screenId: string;
}

/**
 * Puts down which manifest was on which glass: rows that are not sealed grow, the rest begins anew. Twice the same changes nothing.
 * @returns what began: manifests that may have to be kept
 */
export async function attestGlass(tx: Tx, ctx: Pick<Context, 'random'>, proved: readonly ProvedSpan[]): Promise<ProvedSpan[]> {
  const runs = proved.filter(({ hash }) => hash !== '');
  if (runs.length === 0) return [];
  const screenIds = [...new Set(runs.map(({ screenId }) => screenId))].sort();
  // Two reports of one screen would both begin a row. A device's are few; the lock is the screen's own.
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtext('gangbo.glass ' || id)) from unnest(${sql.param(screenIds)}::text[]) as screen(id)`);
  const rows = await tx
    .select()
    .from(glassSpans)
    .where(and(among(glassSpans.screenId, screenIds), isNull(glassSpans.sealId)))
    // What is being sealed in this moment is waited for, and then no longer among them: what was sealed never grows.
    .for('update');
  const longer: StoredSpan[] = [];
  const begun: ProvedSpan[] = [];
  for (const screenId of screenIds) {
    const open = rows
      .filter((row) => row.screenId === screenId)
      .map(({ id, version, hash, fromAt, toAt }) => ({
        id,
        version,
        hash,
        fromMs: fromAt.epochMilliseconds,
        toMs: toAt.epochMilliseconds,
      }));
    const result = attest(
      open,
      runs.filter((run) => run.screenId === screenId),
    );
    longer.push(...result.longer);
    begun.push(...result.begun.map((span) => ({ ...span, screenId })));
  }
  if (longer.length > 0)
    await tx.execute(sql`
      update glass_spans set from_at = to_timestamp(span."fromMs" / 1000.0), to_at = to_timestamp(span."toMs" / 1000.0)
      from jsonb_to_recordset(${JSON.stringify(longer)}::jsonb) as span(id text, "fromMs" float8, "toMs" float8)
      where glass_spans.id = span.id`);
  if (begun.length > 0) await tx.insert(glassSpans).values(begun.map((span) => rowOf(ctx, span)));
  return begun;
}

const rowOf = ({ random }: Pick<Context, 'random'>, { screenId, version, hash, fromMs, toMs }: ProvedSpan) => ({
  id: random.id(),
  screenId,
  version,
  hash,
  fromAt: Temporal.Instant.fromEpochMilliseconds(Math.round(fromMs)),
  toAt: Temporal.Instant.fromEpochMilliseconds(Math.round(toMs)),
});
