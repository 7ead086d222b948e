import { applyRetention } from '../../server/services/retention/apply-retention.ts';
import { defineHandler } from '../handler.ts';

export default defineHandler('retention', async (ctx) => {
  const done = await applyRetention(ctx);
  ctx.log.info(done, 'retention rules applied');
});
