import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { episodes, rundownChanges } from '../../db/schema/live.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import { type Decision, type RundownChange, type RundownProblem, shownItem } from '../../domain/live/rundown.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import type { HeldEpisode } from './episode-row.ts';

/**
 * Stores a decided change under its number, with the media time it happened at, and tells it. @returns the change, if there was one
 * @throws Refusal when the decision refuses
 */
export async function applyDecision(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  { episode }: HeldEpisode,
  { decision, mediaTimeMs }: { decision: Decision; mediaTimeMs: number | undefined },
): Promise<RundownChange | undefined> {
  if (decision.kind === 'unchanged') return undefined;
  if (decision.kind === 'refused') throw refusalOf(decision.problem);
  const { change } = decision;
  const at = ctx.clock.now();
  await tx.insert(rundownChanges).values({
    episodeId: episode.id,
    seq: change.seq,
    kind: change.kind,
    itemId: change.itemId ?? null,
    at,
    mediaTimeMs: mediaTimeMs ?? null,
    actorId: nameOf(actor),
    detail: detailOf(change),
  });
  await tx
    .update(episodes)
    .set({
      rundownSeq: change.seq,
      currentItemId: change.itemId ?? null,
      pinnedItemId: change.pinnedItemId ?? null,
      state: change.state,
      ...(change.kind === 'start' ? { startedAt: at } : {}),
      ...(change.kind === 'away' ? { awayAt: at } : {}),
      ...(change.kind === 'resume' ? { awayAt: null } : {}),
      ...(change.kind === 'end' ? { endedAt: at, awayAt: null } : {}),
    })
    .where(eq(episodes.id, episode.id));
  await record(tx, ctx, actor, {
    area: 'live',
    action: `episode.${change.kind}`,
    subject: episode.id,
    before: { state: episode.state, itemId: episode.currentItemId },
    after: { state: change.state, itemId: change.itemId ?? null, pinnedItemId: change.pinnedItemId, seq: change.seq },
  });
  await announce(tx, ctx, ...eventsOf(episode.id, change, mediaTimeMs));
  return change;
}

function detailOf({ fromItemId, pinnedItemId }: RundownChange) {
  if (fromItemId === undefined && pinnedItemId === undefined) return null;
  return { ...(fromItemId === undefined ? {} : { fromItemId }), ...(pinnedItemId === undefined ? {} : { pinnedItemId }) };
}

function eventsOf(episodeId: string, change: RundownChange, mediaTimeMs: number | undefined) {
  const pitched = {
    type: 'episode.pitched',
    episodeId,
    seq: change.seq,
    itemId: shownItem(change) ?? null,
    mediaTimeMs: mediaTimeMs ?? null,
  } as const;
  const changed = { type: 'episode.changed', episodeId, state: change.state } as const;
  switch (change.kind) {
    case 'start':
      return [changed, pitched];
    case 'next':
    case 'back':
    case 'undo':
    case 'insert':
    case 'pin':
    case 'unpin':
      return [pitched];
    case 'away':
    case 'resume':
    case 'end':
      return [changed];
  }
}

function refusalOf(problem: RundownProblem): Refusal {
  switch (problem.code) {
    case 'EPISODE_STATE':
      return new Refusal('EPISODE_STATE', { state: problem.state });
    case 'UNDO_TOO_LATE':
      return new Refusal('UNDO_TOO_LATE', { seconds: problem.seconds });
    default:
      return new Refusal(problem.code);
  }
}
