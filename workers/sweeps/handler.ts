import { lapseHolds, promoteWaiting } from '../../server/services/grabs/lapse-holds.ts';
import { stopForgotten } from '../../server/services/intake/fail-intake.ts';
import { expirePostings } from '../../server/services/postings/expire-postings.ts';
import { sealSpans } from '../../server/services/proofs/seal-spans.ts';
import { askForForgotten } from '../../server/services/recordings/fill-missed.ts';
import { keepAllAhead } from '../../server/services/shows/keep-episodes.ts';
import { sweepReminders } from '../../server/services/shows/remind.ts';
import { drawWeek } from '../../server/services/truth/draw-week.ts';
import { defineHandler } from '../handler.ts';

export default defineHandler('sweeps', async (ctx, { what }) => {
  switch (what) {
    case 'postings':
      await expirePostings(ctx);
      return;
    case 'holds':
      await lapseHolds(ctx);
      await promoteWaiting(ctx);
      return;
    case 'intakes':
      await stopForgotten(ctx);
      return;
    case 'series':
      await keepAllAhead(ctx);
      return;
    case 'missed':
      await askForForgotten(ctx);
      return;
    case 'glass':
      await sealSpans(ctx);
      return;
    case 'truth':
      await drawWeek(ctx);
      return;
    case 'reminders':
      await sweepReminders(ctx);
  }
});
