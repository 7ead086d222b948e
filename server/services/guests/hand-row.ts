import { and, eq } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { raisedHands } from '../../db/schema/guests.ts';
import { HAND_ANSWER_MS } from '../../domain/guests/rules.ts';
import type { Context } from '../context.ts';

export type HandRow = typeof raisedHands.$inferSelect;

/** The hand of one browser in one show, whatever its state. */
export async function handOf(db: Database | Tx, episodeId: string, viewerHash: string): Promise<HandRow | undefined> {
  const [hand] = await db
    .select()
    .from(raisedHands)
    .where(and(eq(raisedHands.episodeId, episodeId), eq(raisedHands.viewerHash, viewerHash)));
  return hand;
}

/** Asked up, and has not come. */
export const hasLapsed = (ctx: Pick<Context, 'clock'>, { state, calledAt }: HandRow): boolean =>
  state === 'called' && calledAt !== null && ctx.clock.now().epochMilliseconds - calledAt.epochMilliseconds > HAND_ANSWER_MS;
