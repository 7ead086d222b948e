import { and, eq, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { audienceSamples, audienceViews, chatMessages, chatViewers, chatVotes } from '../../db/schema/audience.ts';
import { callBacks } from '../../db/schema/postings.ts';
import type { Context } from '../context.ts';

/** Takes what viewers wrote, and which browser wrote it. That something was written stays, for the figures. */
export async function forgetChats({ db }: Context, before: Temporal.Instant): Promise<void> {
  const old = db.select({ id: chatMessages.id }).from(chatMessages).where(lt(chatMessages.createdAt, before));
  await db.delete(chatVotes).where(inArray(chatVotes.messageId, old));
  await db
    .update(chatMessages)
    .set({ textSealed: null, viewerHash: null })
    .where(and(lt(chatMessages.createdAt, before), or(isNotNull(chatMessages.textSealed), isNotNull(chatMessages.viewerHash))));
  await db.delete(chatViewers).where(lt(chatViewers.createdAt, before));
}

/** Takes what was written with reports of a show, whoever has read it by then. What was claimed stays. */
export async function forgetReportNotes({ db }: Context, before: Temporal.Instant): Promise<void> {
  await db
    .update(callBacks)
    .set({ noteSealed: null })
    .where(and(isNotNull(callBacks.noteSealed), lt(callBacks.createdAt, before)));
}

/** Somebody who asked in a show to be rung, and was not, does not wait any more. */
export async function letGoOfChatCalls({ db, clock }: Context, before: Temporal.Instant): Promise<void> {
  await db
    .update(callBacks)
    .set({ phoneSealed: null, doneAt: clock.now(), doneBy: 'system:retention', outcome: 'lapsed' })
    .where(and(eq(callBacks.kind, 'chat'), isNull(callBacks.doneAt), lt(callBacks.createdAt, before)));
}

/** Curves and openings: figures, nothing personal. */
export async function dropOldFigures({ db }: Context, before: Temporal.Instant): Promise<void> {
  await db.delete(audienceSamples).where(lt(audienceSamples.at, before));
  await db.delete(audienceViews).where(lt(audienceViews.firstAt, before));
}
