import type { WhereShown } from '../../server/contract/events.ts';
import { composeSoon } from '../../server/services/boards/compose-soon.ts';
import {
  screensAt,
  screensIn,
  screensOfEpisode,
  screensOfPosting,
  screensOfTakeover,
} from '../../server/services/boards/screens-reached.ts';
import type { Context } from '../../server/services/context.ts';
import { screensOfTargets } from '../../server/services/programme/targets.ts';
import { layOutMoments, screensTurningAt } from '../../server/services/publications/moments.ts';
import { defineHandler } from '../handler.ts';

/** A rush of grabs is one new manifest every few seconds, not one a grab. */
const countsSettleMs = 4_000;

export default defineHandler('boards', async (ctx, target) => {
  switch (target.of) {
    case 'posting':
      // Side by side, as the composing is in a hurry; both look at the clock now, so that no moment passes between them.
      await Promise.all([layOutMoments(ctx, target.postingId), composePosting(ctx, target)]);
      return;
    case 'moment':
      return composeSoon(ctx, await screensTurningAt(ctx, target.at));
    case 'screen':
      return composeSoon(ctx, [target.screenId]);
    case 'takeover':
      return composeSoon(ctx, await screensOfTakeover(ctx.db, target.takeoverId));
    case 'episode':
      return composeSoon(ctx, await screensOfEpisode(ctx.db, target.episodeId));
    case 'region':
      return composeSoon(ctx, await screensIn(ctx.db, target.regionCode));
    case 'programme':
      return composeSoon(ctx, await screensOfTargets(ctx.db, target.targets));
    case 'counts': {
      const turn = Math.floor(ctx.clock.now().epochMilliseconds / countsSettleMs);
      await ctx.queues.add({
        queue: 'boards',
        payload: { of: 'posting', postingId: target.postingId },
        id: `counts-${target.postingId}-${turn}`,
        delayMs: countsSettleMs,
      });
      return;
    }
    case 'everything':
      await layOutMoments(ctx);
      return composeSoon(ctx, 'all');
  }
});

async function composePosting(
  ctx: Context,
  { postingId, formerly }: { postingId: string; formerly?: WhereShown | undefined },
): Promise<void> {
  const left = formerly ? await screensAt(ctx.db, formerly) : [];
  await composeSoon(ctx, [...new Set([...(await screensOfPosting(ctx.db, postingId)), ...left])]);
}
