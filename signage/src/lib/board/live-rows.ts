import type { BoardRow, LiveOnGlass, Slide } from '#server/domain/board/manifest.ts';
import type { LivePlan } from '#server/domain/board/plan-live.ts';

export interface LiveRows {
  /** The pitched job; where there is room for one only, an own one takes turns with it. */
  card: BoardRow | undefined;
  /** The station's own jobs. More than there is room for: the next ones come with each slide. */
  own: BoardRow[];
  /** The own one whose turn it is. */
  beside: BoardRow | undefined;
}

/** Which jobs stand beside a show's picture: the board draws them, and proof of play counts them. */
export function liveRows(
  { slide, gone }: { slide: Slide; gone?: ReadonlySet<string> | undefined },
  { live, plan, turn }: { live: LiveOnGlass; plan: Pick<LivePlan, 'ownRows' | 'takesTurns'>; turn: number },
): LiveRows {
  const jobs =
    slide.kind === 'jobs' ? slide.rows.filter((row) => row.postingId !== live.pitch?.postingId && !gone?.has(row.postingId)) : [];
  const beside = plan.takesTurns && turn % 2 === 1 ? jobs[0] : undefined;
  return {
    card: beside ?? live.pitch ?? (plan.takesTurns ? jobs[0] : undefined),
    own: plan.ownRows === 0 ? [] : jobs.slice(0, plan.ownRows),
    beside,
  };
}
