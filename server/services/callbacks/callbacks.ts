import { and, asc, eq, isNull, like } from 'drizzle-orm';
import type { CallBackForStaff } from '../../contract/desk.ts';
import type { Tx } from '../../db/database.ts';
import { episodes } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import { callBacks, postings, postingVersions } from '../../db/schema/postings.ts';
import { type Actor, mayIn } from '../../domain/access/actor.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';

const longestList = 300;

/** 待回访: whom to ring, and about what. What is due first stands first. */
export async function listCallBacks(ctx: Context, actor: Actor, regionCode: string): Promise<CallBackForStaff[]> {
  const path = await regionPath(ctx.db, regionCode);
  requireIn(actor, 'clerk', path);
  const rows = await ctx.db
    .select({ callBack: callBacks, number: postings.number, facts: postingVersions.facts, show: episodes.title })
    .from(callBacks)
    .innerJoin(regions, eq(regions.code, callBacks.regionCode))
    .leftJoin(postings, eq(postings.id, callBacks.postingId))
    .leftJoin(episodes, eq(episodes.id, callBacks.episodeId))
    .leftJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.version)))
    .where(and(isNull(callBacks.doneAt), like(regions.path, `${path}%`)))
    .orderBy(asc(callBacks.dueAt), asc(callBacks.createdAt))
    .limit(longestList);
  return rows.map(({ callBack, number, facts, show }) => ({
    id: callBack.id,
    kind: callBack.kind,
    regionCode: callBack.regionCode,
    postingId: callBack.postingId,
    grabId: callBack.grabId,
    reportId: callBack.reportId,
    trade: facts?.trade ?? null,
    employer: facts?.employer ?? null,
    number,
    show,
    facts: callBack.facts,
    note: callBack.noteSealed === null ? null : ctx.vault.open(callBack.noteSealed),
    phoneMasked: callBack.phoneSealed === null ? null : maskPhone(ctx.vault.open(callBack.phoneSealed)),
    dueAt: callBack.dueAt?.toString() ?? null,
    createdAt: callBack.createdAt.toString(),
  }));
}

/** The number of one entry, for the person who is about to ring; audited. */
export async function revealCallBackPhone(ctx: Context, actor: Actor, callBackId: string): Promise<{ phone: string | null }> {
  return await ctx.db.transaction(async (tx) => {
    const callBack = await holdCallBack(tx, actor, callBackId);
    await record(tx, ctx, actor, { area: 'personal-data', action: 'phone.viewed', subject: callBackId });
    return { phone: callBack.phoneSealed === null ? null : ctx.vault.open(callBack.phoneSealed) };
  });
}

/** Rung, and this came of it. A missing fact is written into the posting instead, which takes it off the list by itself. */
export async function finishCallBack(ctx: Context, actor: Actor, callBackId: string, input: { outcome: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const callBack = await holdCallBack(tx, actor, callBackId);
    await tx
      .update(callBacks)
      .set({ doneAt: ctx.clock.now(), doneBy: personOf(actor), outcome: input.outcome })
      .where(eq(callBacks.id, callBackId));
    await record(tx, ctx, actor, { area: 'desk', action: 'call-back.done', subject: callBackId, after: { outcome: input.outcome } });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: callBack.regionCode, what: 'callbacks' });
  });
}

async function holdCallBack(tx: Tx, actor: Actor, callBackId: string) {
  const [found] = await tx
    .select({ callBack: callBacks, path: regions.path })
    .from(callBacks)
    .innerJoin(regions, eq(regions.code, callBacks.regionCode))
    .where(eq(callBacks.id, callBackId))
    .for('update', { of: callBacks });
  if (!found) throw new Refusal('NOT_FOUND');
  if (!mayIn(actor, 'clerk', found.path)) throw new Refusal('NOT_ALLOWED');
  return found.callBack;
}
