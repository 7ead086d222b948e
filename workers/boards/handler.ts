import { composeSoon } from '../../server/services/boards/compose-soon.ts';
import { screensAt, screensOfEpisode, screensOfPosting, screensOfTakeover } from '../../server/services/boards/screens-reached.ts';
import { layOutMoments, screensTurningAt } from '../../server/services/publications/moments.ts';
import { defineHandler } from '../handler.ts';

/** A rush of grabs is one new manifest every few seconds, not one a grab. */
const countsSettleMs = 4_000;

export default defineHandler('boards', async (ctx, target) => {
  switch (target.of) {
    case 'posting': {
      const formerly = target.formerly ? await screensAt(ctx.db, target.formerly) : [];
      await layOutMoments(ctx, target.postingId);
      return composeSoon(ctx, [...new Set([...(await screensOfPosting(ctx.db, target.postingId)), ...formerly])]);
    }
    case 'moment':
      return composeSoon(ctx, await screensTurningAt(ctx, target.at));
    case 'screen':
      return composeSoon(ctx, [target.screenId]);
    case 'takeover':
      return composeSoon(ctx, await screensOfTakeover(ctx.db, target.takeoverId));
    case 'episode':
      return composeSoon(ctx, await screensOfEpisode(ctx.db, target.episodeId));
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
