import { and, desc, eq, gte, lte } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { Database, Tx } from '../../db/database.ts';
import { glassSpans } from '../../db/schema/proofs.ts';
import type { BoardRow, Manifest } from '../../domain/board/manifest.ts';
import { everySlide } from '../../domain/programme/on-glass.ts';
import { readKeptText } from './keep-manifests.ts';

interface Wanted {
  screenId: string;
  at: Temporal.Instant;
  postingId: string;
}

/** How a posting read on this glass at this instant; undefined where what the glass held is not kept any more. */
export async function rowOnGlass(db: Database | Tx, { screenId, at, postingId }: Wanted): Promise<BoardRow | undefined> {
  const around = { minutes: 2 };
  const spans = await db
    .select({ hash: glassSpans.hash })
    .from(glassSpans)
    .where(and(eq(glassSpans.screenId, screenId), lte(glassSpans.fromAt, at.add(around)), gte(glassSpans.toAt, at.subtract(around))))
    .orderBy(desc(glassSpans.toAt));
  for (const hash of new Set(spans.map((span) => span.hash))) {
    const text = await readKeptText(db, hash);
    const found = text === undefined ? undefined : rowsIn(JSON.parse(text) as Manifest).find((row) => row.postingId === postingId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Every job that a manifest can put on a glass: its pages, the boards of its programme, which may show a trade that came on none of them, and
 * the pitched one.
 */
export function rowsIn({ live, ...held }: Pick<Manifest, 'slides' | 'programme' | 'live'>): BoardRow[] {
  const rows = everySlide(held).flatMap((slide) => (slide.kind === 'jobs' ? slide.rows : []));
  return live?.pitch === undefined ? rows : [...rows, live.pitch];
}
