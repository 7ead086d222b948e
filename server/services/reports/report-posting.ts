import type { ReportRequest } from '../../contract/grabs.ts';
import { reports } from '../../db/schema/grabs.ts';
import { callBacks } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { readLinkCode } from '../../domain/link/code.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { closeHeld } from '../postings/close-posting.ts';
import { holdPosting } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { consume } from '../seekers/limits.ts';

/**
 * 举报: to the clerk's list. Somebody who is asked for money is believed first and asked afterwards: a fee report takes the posting off every glass
 * at once.
 * @throws Refusal POSTING_NOT_FOUND, TOO_MANY_REQUESTS
 */
export async function reportPosting(
  ctx: Context,
  actor: Actor,
  { postingId, reason, detail, link, clientAddress }: ReportRequest & { clientAddress: string },
): Promise<{ reportId: string; hidden: boolean }> {
  await consume(ctx, { 'report-address': clientAddress });
  return ctx.db.transaction(async (tx) => {
    const held = await holdPosting(tx, postingId);
    const { posting } = held;
    const now = ctx.clock.now();
    const reportId = ctx.random.id();
    await tx.insert(reports).values({
      id: reportId,
      postingId,
      reason,
      detail: detail || null,
      seekerId: actor.kind === 'seeker' ? actor.seekerId : null,
      linkCode: link === undefined ? null : (readLinkCode(link) ?? null),
      sourceHash: ctx.vault.fingerprint(`address:${clientAddress}`),
      createdAt: now,
    });
    await tx.insert(callBacks).values({
      id: ctx.random.id(),
      kind: 'report',
      regionCode: posting.regionCode,
      postingId,
      reportId,
      facts: [reason],
      createdAt: now,
    });
    await record(tx, ctx, actor, { area: 'reports', action: 'posting.reported', subject: postingId, after: { report: reportId, reason } });
    const hidden = reason === 'fee' && isPublic(posting.status);
    if (hidden) await closeHeld(tx, ctx, actor, held, { reason: 'fee-report' });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'reports' });
    return { reportId, hidden };
  });
}
