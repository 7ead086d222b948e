import { eq } from 'drizzle-orm';
import { columnMappings } from '../../contract/intake.ts';
import type { Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { type intakeRows, intakes } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Outcome } from '../../domain/intake/outcome.ts';
import type { ColumnMapping } from '../../domain/intake/table/columns.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import type { FileNotice } from './read/table-file.ts';

export type IntakeRow = typeof intakes.$inferSelect;
export type StoredRow = typeof intakeRows.$inferSelect;

/** What stands in the open beside a sealed row: enough to count and to resume, nothing personal. */
export interface RowMark {
  state?: 'ready' | 'blocked' | 'call-back';
  fingerprint?: string;
  /** Nearly the same as a posting that stands. */
  near?: boolean;
  /** Mended by a clerk. */
  mended?: boolean;
}

export const openOutcome = (ctx: Pick<Context, 'vault'>, row: StoredRow): Outcome => JSON.parse(ctx.vault.open(row.sealed)) as Outcome;
export const markOf = (row: StoredRow): RowMark => (row.reason ?? {}) as RowMark;

export function sealedRow(ctx: Pick<Context, 'vault'>, outcome: Outcome, mended = false): Pick<StoredRow, 'outcome' | 'sealed' | 'reason'> {
  const mark: RowMark =
    'fingerprint' in outcome
      ? { state: outcome.state, fingerprint: outcome.fingerprint, ...(outcome.near && { near: true }), ...(mended && { mended }) }
      : {};
  return {
    outcome: outcome.outcome === 'posting' && outcome.state === 'call-back' ? 'call-back' : outcome.outcome,
    sealed: ctx.vault.seal(JSON.stringify(outcome)),
    reason: mark,
  };
}

/** Mapping and notices travel together in one column. */
export interface ReadNotes {
  mappings: Record<string, ColumnMapping>;
  notices: FileNotice[];
  /** Who reads just now. A job may be handed out twice, and a clerk may change the columns meanwhile: only the newest reader stores. */
  reader?: string;
}

export const notesOf = (intake: Pick<IntakeRow, 'mapping'>): ReadNotes => ({
  mappings: columnMappings.catch({}).parse((intake.mapping as Partial<ReadNotes> | null)?.mappings ?? {}),
  notices: (intake.mapping as Partial<ReadNotes> | null)?.notices ?? [],
});

/** @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function holdIntake(tx: Tx, actor: Actor, intakeId: string): Promise<{ intake: IntakeRow; path: string }> {
  const [held] = await tx
    .select({ intake: intakes, path: regions.path })
    .from(intakes)
    .innerJoin(regions, eq(regions.code, intakes.regionCode))
    .where(eq(intakes.id, intakeId))
    .for('update', { of: intakes });
  if (!held) throw new Refusal('NOT_FOUND');
  requireIn(actor, 'clerk', held.path);
  return held;
}
