import { eq } from 'drizzle-orm';
import type { EvidenceForStaff } from '../../contract/intake-desk.ts';
import { regions } from '../../db/schema/org.ts';
import { intakes } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { pathOfEvidence } from './evidence-store.ts';

/** @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function getEvidence(ctx: Context, actor: Actor, evidenceId: string): Promise<EvidenceForStaff> {
  const { kind, intake } = await find(ctx, actor, evidenceId);
  return { id: intake.id, kind, fileName: intake.fileName, mediaType: intake.mediaType, receivedAt: intake.receivedAt.toString() };
}

/** The file itself: a photo or recording may hold names, numbers and faces, so each look is audited. */
export async function openEvidence(ctx: Context, actor: Actor, evidenceId: string): Promise<{ path: string; mediaType: string }> {
  const { intake } = await find(ctx, actor, evidenceId);
  if (intake.evidencePath === null || intake.mediaType === null) throw new Refusal('NOT_FOUND');
  await ctx.db.transaction((tx) => record(tx, ctx, actor, { area: 'personal-data', action: 'evidence.viewed', subject: evidenceId }));
  return { path: pathOfEvidence(ctx, intake.evidencePath), mediaType: intake.mediaType };
}

async function find(ctx: Context, actor: Actor, evidenceId: string) {
  const [found] = await ctx.db
    .select({ intake: intakes, path: regions.path })
    .from(intakes)
    .innerJoin(regions, eq(regions.code, intakes.regionCode))
    .where(eq(intakes.id, evidenceId));
  if (!found) throw new Refusal('NOT_FOUND');
  requireIn(actor, 'clerk', found.path);
  const { kind } = found.intake;
  if (kind !== 'photo' && kind !== 'voice') throw new Refusal('NOT_FOUND');
  return { kind, intake: found.intake };
}
