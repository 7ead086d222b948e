import { isPublic } from '../../domain/posting/status.ts';
import type { Context } from '../context.ts';
import type { PostingRow } from '../postings/posting-row.ts';

/** Why nobody can grab this posting now; `undefined` when they can. */
export function whyNotOpen(ctx: Pick<Context, 'clock'>, posting: PostingRow): 'POSTING_CLOSED' | 'POSTING_EXPIRED' | undefined {
  if (!isPublic(posting.status)) return 'POSTING_CLOSED';
  const expired = posting.expiresAt !== null && posting.expiresAt.epochMilliseconds <= ctx.clock.now().epochMilliseconds;
  return expired ? 'POSTING_EXPIRED' : undefined;
}
