import { createHash } from 'node:crypto';
import { and, asc, eq, gt, lt } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Trace, TracedRow, TracedSpan, traceQuery } from '../../contract/proofs.ts';
import type { Database } from '../../db/database.ts';
import { glassSpans, playBatches } from '../../db/schema/proofs.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { BoardRow, Manifest } from '../../domain/board/manifest.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { screenAt } from '../screens/held-screen.ts';
import { readKeptText } from './keep-manifests.ts';
import { otherWays } from './other-ways.ts';
import { rowsIn } from './row-on-glass.ts';
import { verifySeal } from './seal-spans.ts';
import { waysBack } from './way-back.ts';

/** No batch is longer: a player sends each minute or two, and a batch of an outage holds five hundred plays. */
const longestBatch = Temporal.Duration.from({ hours: 72 });
/** The device's word for a moment and a passer-by's watch differ by a little. */
const slack = Temporal.Duration.from({ seconds: 5 });

/**
 * What was on this glass in this minute: the manifests with their seals, the slides that stood there, and of each job and whatever else stood there its
 * version, author, approver and source. With a number, of that job alone. @throws Refusal NOT_FOUND, NOT_ALLOWED
 */
export async function traceGlass(
  ctx: Context,
  actor: Actor,
  { screen: screenId, at, number }: z.output<typeof traceQuery>,
): Promise<Trace> {
  const { screen, station, path } = await screenAt(ctx.db, screenId);
  requireIn(actor, 'clerk', path);
  const from = Temporal.Instant.from(at).round({ smallestUnit: 'minute', roundingMode: 'floor' });
  const window = { from: from.subtract(slack), to: from.add({ minutes: 1 }).add(slack) };
  const { spans, manifests } = await spansIn(ctx, screenId, window);
  const slides = await slidesIn(ctx.db, screenId, window);
  const rows = rowsShown(manifests, slides).filter(({ row }) => number === undefined || row.number === number);
  const ways = await waysBack(
    ctx.db,
    rows.map(({ row }) => ({ postingId: row.postingId, version: row.version })),
  );
  return {
    screen: { id: screen.id, name: screen.name, stationName: station.name, timeZone: station.timeZone },
    at: from.toString(),
    spans,
    slides: slides.map(({ postingIds: _, ...slide }) => slide),
    rows: rows.map(({ row, shown }): TracedRow => {
      const way = ways.get(row.postingId);
      return {
        postingId: row.postingId,
        number: row.number,
        version: row.version ?? null,
        trade: row.trade,
        employer: row.employer ?? null,
        pay: row.pay,
        place: row.place ?? null,
        shown,
        writtenBy: way?.writtenBy ?? null,
        approvedBy: way?.approvedBy ?? null,
        source: way?.source ?? null,
        status: way?.status ?? 'gone',
      };
    }),
    others: await otherWays(ctx.db, slides),
    manifest: manifests.at(-1)?.manifest ?? null,
  };
}

interface Window {
  from: Temporal.Instant;
  to: Temporal.Instant;
}

async function spansIn(ctx: Context, screenId: string, { from, to }: Window) {
  const rows = await ctx.db
    .select()
    .from(glassSpans)
    .where(and(eq(glassSpans.screenId, screenId), lt(glassSpans.fromAt, to), gt(glassSpans.toAt, from)))
    .orderBy(asc(glassSpans.fromAt), asc(glassSpans.version));
  const spans: TracedSpan[] = [];
  const manifests: { hash: string; manifest: Manifest }[] = [];
  for (const { version, hash, fromAt, toAt, sealId } of rows) {
    const text = await readKeptText(ctx.db, hash);
    const matches = text !== undefined && createHash('sha256').update(text).digest('hex') === hash;
    if (text !== undefined && matches && !manifests.some((known) => known.hash === hash))
      manifests.push({ hash, manifest: JSON.parse(text) as Manifest });
    spans.push({
      version,
      hash,
      fromAt: fromAt.toString(),
      toAt: toAt.toString(),
      words: text === undefined ? 'gone' : matches ? 'matches' : 'wrong',
      seal: await verifySeal(ctx, sealId),
    });
  }
  return { spans, manifests };
}

type SlideShown = Trace['slides'][number] & { postingIds: string[] };

async function slidesIn(db: Database, screenId: string, { from, to }: Window): Promise<SlideShown[]> {
  const batches = await db
    .select()
    .from(playBatches)
    .where(
      and(
        eq(playBatches.screenId, screenId),
        lt(playBatches.startsAt, to),
        gt(playBatches.startsAt, from.subtract(longestBatch)),
        gt(playBatches.endsAt, from),
      ),
    )
    .orderBy(asc(playBatches.startsAt));
  return batches.flatMap(({ startsAt, slides, plays }) =>
    plays.flatMap(([place, afterMs, durationMs]): SlideShown[] => {
      const slide = slides[place];
      const shownAt = startsAt.add({ milliseconds: afterMs });
      const goneAt = shownAt.add({ milliseconds: durationMs });
      if (slide === undefined || shownAt.epochMilliseconds >= to.epochMilliseconds || goneAt.epochMilliseconds <= from.epochMilliseconds)
        return [];
      const { id, kind, hash, subject = null, postingIds } = slide;
      return [{ id, kind, hash, subject, fromAt: shownAt.toString(), toAt: goneAt.toString(), postingIds }];
    }),
  );
}

/** What a slide showed is proved; what else the manifest held came round at another minute. Each posting once, the proved ones first. */
function rowsShown(
  manifests: readonly { hash: string; manifest: Manifest }[],
  slides: readonly SlideShown[],
): { row: BoardRow; shown: TracedRow['shown'] }[] {
  const shown = new Map<string, { row: BoardRow; shown: TracedRow['shown'] }>();
  for (const { hash, manifest } of manifests)
    for (const row of rowsIn(manifest)) {
      const proved = slides.some((slide) => slide.hash === hash && slide.postingIds.includes(row.postingId));
      if (proved || !shown.has(row.postingId)) shown.set(row.postingId, { row, shown: proved ? 'proved' : 'held' });
    }
  return [...shown.values()].sort((a, b) => Number(a.shown === 'held') - Number(b.shown === 'held') || a.row.number - b.row.number);
}
