import type { CreatePosting } from '../../contract/desk.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { PostingStatus } from '../../domain/posting/status.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { markRowSaved, requireSources } from '../intake/sources-of.ts';
import { regionPath } from '../regions/region-of.ts';
import { insertPosting } from './insert-posting.ts';
import { submitHeld } from './submit-posting.ts';

export interface PostingSaved {
  id: string;
  version: number;
  status: PostingStatus;
}

/**
 * A clerk's posting: typed, or sent by the API. With `submit` it goes to a second person in the same breath, or not at all.
 * @throws Refusal REGION_UNKNOWN, NOT_ALLOWED, NOT_FOUND, INTAKE_STATE, POSTING_BLOCKED, EMPLOYER_MISSING
 */
export async function createPosting(
  ctx: Context,
  actor: Actor,
  input: CreatePosting,
  options: { demo?: boolean } = {},
): Promise<PostingSaved> {
  return await ctx.db.transaction(async (tx) => {
    const path = await regionPath(tx, input.regionCode);
    requireIn(actor, 'clerk', path);
    await requireSources(tx, actor, input);
    const desk = { regionCode: input.regionCode, path };
    const held = await insertPosting(tx, ctx, actor, desk, {
      facts: input.facts,
      original: input.original ?? '',
      intakeRowId: input.intakeRowId,
      evidenceId: input.evidenceId,
      publications: input.publications?.map((one) => ({ ...one, priority: one.priority ?? 0 })),
      demo: options.demo,
    });
    const { posting } = held;
    if (input.intakeRowId !== undefined) await markRowSaved(tx, input.intakeRowId, posting.id);
    const status = input.submit ? (await submitHeld(tx, ctx, actor, held)).status : posting.status;
    return { id: posting.id, version: posting.version, status };
  });
}
