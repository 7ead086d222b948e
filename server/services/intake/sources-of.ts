import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { intakeRows, intakes } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';

export interface Sources {
  /** The row that a posting was read from. */
  intakeRowId?: string | undefined;
  /** The photo or recording that it was typed from. */
  evidenceId?: string | undefined;
}

/**
 * A posting names only what its clerk may see: another region's photo or row would stand beside it for everybody at this desk. A row
 * becomes one posting.
 * @throws Refusal NOT_FOUND, NOT_ALLOWED, INTAKE_STATE
 */
export async function requireSources(tx: Tx, actor: Actor, { intakeRowId, evidenceId }: Sources): Promise<void> {
  if (evidenceId !== undefined) {
    const [evidence] = await tx
      .select({ path: regions.path })
      .from(intakes)
      .innerJoin(regions, eq(regions.code, intakes.regionCode))
      .where(and(eq(intakes.id, evidenceId), inArray(intakes.kind, ['photo', 'voice'])));
    if (!evidence) throw new Refusal('NOT_FOUND');
    requireIn(actor, 'clerk', evidence.path);
  }
  if (intakeRowId !== undefined) {
    const [row] = await tx
      .select({ path: regions.path, postingId: intakeRows.postingId })
      .from(intakeRows)
      .innerJoin(intakes, eq(intakes.id, intakeRows.intakeId))
      .innerJoin(regions, eq(regions.code, intakes.regionCode))
      .where(eq(intakeRows.id, intakeRowId))
      .for('update', { of: intakeRows });
    if (!row) throw new Refusal('NOT_FOUND');
    requireIn(actor, 'clerk', row.path);
    if (row.postingId !== null) throw new Refusal('INTAKE_STATE', { state: 'saved' });
  }
}

/** The row knows its posting: it is not saved a second time. */
export async function markRowSaved(tx: Tx, intakeRowId: string, postingId: string): Promise<void> {
  await tx.update(intakeRows).set({ postingId }).where(eq(intakeRows.id, intakeRowId));
}
