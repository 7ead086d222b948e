import type { LintFinding } from '../../contract/posting.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { regionPath } from '../regions/region-of.ts';
import { lintPosting } from './lint-posting.ts';

/** While it is typed: nothing is stored. */
export async function lintDraft(ctx: Context, actor: Actor, input: { regionCode: string; facts: PostingFacts }): Promise<LintFinding[]> {
  const path = await regionPath(ctx.db, input.regionCode);
  requireIn(actor, 'clerk', path);
  return await lintPosting(ctx.db, ctx, path, input.facts);
}
