import { keepDays } from '../../server/domain/retention/rules.ts';
import { ContentShelf } from '../../server/media/content/content-shelf.ts';
import { MissedShelf } from '../../server/media/recording/missed-shelf.ts';
import { RecordingShelf } from '../../server/media/recording/shelf.ts';
import { dropAbandoned } from '../../server/services/recordings/fill-missed.ts';
import { forgetRecordings } from '../../server/services/recordings/forget-recordings.ts';
import { keepMissed } from '../../server/services/recordings/keep-recording.ts';
import { applyRetention } from '../../server/services/retention/apply-retention.ts';
import { forgetFiles } from '../../server/services/retention/forget-files.ts';
import { defineHandler } from '../handler.ts';

export default defineHandler('retention', async (ctx) => {
  const done = await applyRetention(ctx);
  const before = (days: number) => ctx.clock.now().subtract({ hours: days * 24 });
  const shelf = RecordingShelf.open(ctx.config, ctx.log);
  await keepMissed(ctx, shelf);
  await dropAbandoned(ctx, new MissedShelf({ shelf, dir: ctx.config.media.dir }));
  const recordingsForgotten = await forgetRecordings(ctx, shelf, before(keepDays.recording));
  const contents = ContentShelf.open(ctx.config);
  const filesForgotten = await forgetFiles(ctx, contents, {
    unused: before(keepDays.unusedFile),
    replaced: before(keepDays.replacedFile),
  });
  // No upload takes a day.
  const leftoversCleared = await contents.clearLeftovers(before(1).epochMilliseconds);
  ctx.log.info({ ...done, recordingsForgotten, filesForgotten, leftoversCleared }, 'retention rules applied');
});
