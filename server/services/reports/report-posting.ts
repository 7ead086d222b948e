import { eq } from 'drizzle-orm';
import type { ReportRequest } from '../../contract/grabs.ts';
import { reports, seekers } from '../../db/schema/grabs.ts';
import { callBacks } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { readLinkCode } from '../../domain/link/code.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { knownLink } from '../links/find-link.ts';
import { closeHeld } from '../postings/close-posting.ts';
import { holdPosting } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { consume } from '../seekers/limits.ts';

/**
 * 举报: to the clerk's list. Who has scanned this posting, or proved a phone, and was asked for money is believed first and asked afterwards: their
 * report takes the posting off every glass at once. From anybody else, anywhere, it goes to the top of the list instead: one stranger with a
 * script must not be able to empty a province's walls.
 * @throws Refusal POSTING_NOT_FOUND, TOO_MANY_REQUESTS
 */
export async function reportPosting(
  ctx: Context,
  actor: Actor,
  { postingId, reason, detail, link, clientAddress }: ReportRequest & { clientAddress: string },
): Promise<{ reportId: string; hidden: boolean }> {
  await consume(ctx, { 'report-address': clientAddress });
  const believed = reason === 'fee' && ((await hasScanned(ctx, postingId, link)) || (await isProved(ctx, actor)));
  return ctx.db.transaction(async (tx) => {
    const held = await holdPosting(tx, postingId);
    const { posting } = held;
    const now = ctx.clock.now();
    const reportId = ctx.random.id();
    const hidden = believed && isPublic(posting.status);
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
      // Before everything else that is to be rung about: it still hangs on the wall.
      ...(reason === 'fee' && !hidden ? { dueAt: now } : {}),
      createdAt: now,
    });
    await record(tx, ctx, actor, {
      area: 'reports',
      action: 'posting.reported',
      subject: postingId,
      after: { report: reportId, reason, hidden },
    });
    if (hidden) await closeHeld(tx, ctx, actor, held, { reason: 'fee-report' });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'reports' });
    return { reportId, hidden };
  });
}

/** A code that opens this very posting hangs on a wall, a sheet or in a group: who has it stood before it. */
async function hasScanned(ctx: Context, postingId: string, typed: string | undefined): Promise<boolean> {
  const link = await knownLink(ctx, typed);
  return link !== undefined && !link.expired && link.postingIds.includes(postingId);
}

async function isProved(ctx: Context, actor: Actor): Promise<boolean> {
  if (actor.kind !== 'seeker') return false;
  const [seeker] = await ctx.db.select({ phoneHash: seekers.phoneHash }).from(seekers).where(eq(seekers.id, actor.seekerId));
  return seeker !== undefined && seeker.phoneHash !== null;
}
