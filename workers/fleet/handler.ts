import { judgeFleet } from '../../server/services/fleet/judge-fleet.ts';
import { defineHandler } from '../handler.ts';

export default defineHandler('fleet', async (ctx) => {
  await judgeFleet(ctx);
});
