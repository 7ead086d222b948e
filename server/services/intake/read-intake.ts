import { readFile } from 'node:fs/promises';
import { and, desc, eq, inArray, like, ne, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { intakeRows, intakes, postings } from '../../db/schema/postings.ts';
import type { KnownFingerprint, Outcome, SourcePlace } from '../../domain/intake/outcome.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { fingerprintOf } from '../postings/fingerprint-of.ts';
import { lintContext } from '../postings/lint-posting.ts';
import { standingPostings } from '../postings/near-postings.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, timeZoneOf } from '../regions/region-of.ts';
import { pathOfEvidence } from './evidence-store.ts';
import { failIntake } from './fail-intake.ts';
import { type IntakeRow, markOf, notesOf, type ReadNotes, sealedRow } from './intake-row.ts';
import { readIntake as readFileRows } from './read/run-intake.ts';

/** Rows a transaction: progress moves, and a death loses no more than this. */
const batch = 500;

/**
 * Reads a received file into rows, each with its outcome. Done again after a death it goes on behind the last row that was stored; done
 * again after the end it does nothing.
 */
export async function readIntake(ctx: Context, intakeId: string, signal: AbortSignal): Promise<void> {
  const [intake] = await ctx.db.select().from(intakes).where(eq(intakes.id, intakeId));
  if (!intake || (intake.state !== 'received' && intake.state !== 'reading')) return;
  try {
    await readRows(ctx, intake, signal);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await failIntake(ctx, intakeId, error.problem);
  }
}

async function readRows(ctx: Context, intake: IntakeRow, signal: AbortSignal): Promise<void> {
  if (intake.evidencePath === null) throw new Refusal('INTAKE_EMPTY');
  const path = pathOfEvidence(ctx, intake.evidencePath);
  const region = await regionPath(ctx.db, intake.regionCode);
  const stored = await storedRows(ctx, intake.id);
  const notes = notesOf(intake);
  const found: ReadNotes = { mappings: {}, notices: [] };
  const reader = ctx.random.id();
  await ctx.db
    .update(intakes)
    .set({
      state: 'reading',
      mapping: { ...notes, reader },
      // Only a first start is news: a reader that dies again and again at the same row must not look alive.
      ...(intake.state === 'received' ? { updatedAt: ctx.clock.now() } : {}),
    })
    .where(and(eq(intakes.id, intake.id), inArray(intakes.state, ['received', 'reading'])));
  let pending: Outcome[] = [];
  let rowsTotal = intake.rowsTotal ?? 0;
  let rowsDone = intake.rowsDone;

  const store = async (last: boolean) => {
    const rows = pending;
    pending = [];
    return await ctx.db.transaction(async (tx) => {
      const [mine] = await tx
        .select({ id: intakes.id })
        .from(intakes)
        .where(and(eq(intakes.id, intake.id), sql`${intakes.mapping} ->> 'reader' = ${reader}`))
        .for('update');
      if (!mine) return false;
      if (rows.length > 0) {
        await tx
          .insert(intakeRows)
          .values(
            rows.map((outcome) => ({
              id: ctx.random.id(),
              intakeId: intake.id,
              sheet: outcome.sheet,
              row: outcome.row,
              ...sealedRow(ctx, outcome),
            })),
          )
          .onConflictDoNothing();
      }
      const progress = { rowsDone, rowsTotal, updatedAt: ctx.clock.now() };
      await tx
        .update(intakes)
        .set(
          last
            ? {
                ...progress,
                rowsDone: rowsTotal,
                state: 'preview',
                mapping: { mappings: { ...notes.mappings, ...found.mappings }, notices: found.notices },
              }
            : { ...progress, state: 'reading' },
        )
        .where(eq(intakes.id, intake.id));
      if (last) await changed(tx, ctx, intake);
      return true;
    });
  };

  const input = {
    ...(intake.kind === 'chat' ? { text: await readFile(path, 'utf8') } : { path }),
    ...(intake.fileName !== null && { fileName: intake.fileName }),
    now: intake.receivedAt,
    timeZone: await timeZoneOf(ctx.db, region),
    fingerprint: (facts: Parameters<typeof fingerprintOf>[1]) => fingerprintOf(ctx, facts),
    known: await knownFingerprints(ctx, region, stored.fingerprints),
    standing: await standingPostings(ctx.db, region),
    lint: await lintContext(ctx.db, ctx, region),
    ...(Object.keys(notes.mappings).length > 0 && { mappings: notes.mappings }),
    ...(stored.last && { resumeAfter: stored.last }),
    onProgress: (progress: { rowsDone: number; rowsTotal: number }) => {
      ({ rowsDone, rowsTotal } = progress);
    },
  };
  for await (const events of readFileRows(input)) {
    for (const event of events) {
      if (event.kind === 'outcome') pending.push(event.outcome);
      else if (event.kind === 'notice') found.notices.push(event.notice);
      else if (event.mapping) found.mappings[event.sheet] = event.mapping;
    }
    if (pending.length >= batch && !(await store(false))) return;
    // The process is about to end: what is stored is stored, the job comes again and goes on from there.
    signal.throwIfAborted();
  }
  await store(true);
}

async function storedRows(
  ctx: Context,
  intakeId: string,
): Promise<{ last: SourcePlace | undefined; fingerprints: Map<string, SourcePlace> }> {
  const rows = await ctx.db
    .select({ sheet: intakeRows.sheet, row: intakeRows.row, reason: intakeRows.reason })
    .from(intakeRows)
    .where(eq(intakeRows.intakeId, intakeId))
    .orderBy(desc(intakeRows.id));
  const fingerprints = new Map<string, SourcePlace>();
  for (const { sheet, row, reason } of rows) {
    const { fingerprint } = markOf({ reason } as Parameters<typeof markOf>[0]);
    if (fingerprint) fingerprints.set(fingerprint, { sheet, row });
  }
  const [last] = rows;
  return { last: last && { sheet: last.sheet, row: last.row }, fingerprints };
}

/** Postings of the region that stand: a row that says the same renews one of them. */
async function knownFingerprints(
  ctx: Context,
  path: string,
  stored: ReadonlyMap<string, SourcePlace>,
): Promise<Map<string, KnownFingerprint>> {
  const standing = await ctx.db
    .select({ id: postings.id, fingerprint: postings.fingerprint })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .where(and(ne(postings.status, 'closed'), like(regions.path, `${path}%`)));
  const known = new Map<string, KnownFingerprint>(stored);
  for (const { id, fingerprint } of standing) known.set(fingerprint, { postingId: id });
  return known;
}

async function changed(tx: Tx, ctx: Context, intake: IntakeRow): Promise<void> {
  await announce(tx, ctx, { type: 'desk.changed', regionCode: intake.regionCode, what: 'intake' });
}
