import { MissedShelf } from '../../server/media/recording/missed-shelf.ts';
import { RecordingShelf } from '../../server/media/recording/shelf.ts';
import { giveUpCut, makeCut } from '../../server/services/recordings/cuts.ts';
import { fillMissed } from '../../server/services/recordings/fill-missed.ts';
import { keepRecording } from '../../server/services/recordings/keep-recording.ts';
import { defineHandler } from '../handler.ts';

export default defineHandler(
  'recordings',
  async (ctx, payload, { signal }) => {
    const shelf = RecordingShelf.open(ctx.config, ctx.log);
    if (payload.of === 'episode') await keepRecording(ctx, shelf, payload.episodeId);
    else if (payload.of === 'missed')
      await fillMissed(ctx, { recordings: shelf, missed: MissedShelf.open(ctx.config, ctx.log) }, payload.stretchId, signal);
    else await makeCut(ctx, shelf, payload.cutId, signal);
  },
  {
    async givenUp(ctx, payload) {
      if (payload.of === 'cut') await giveUpCut(ctx, payload.cutId);
    },
  },
);
