import type { z } from 'zod';
import { callOrFail } from '$lib/phone/call-api.ts';
import type { WallView } from '../../../../../server/contract/figures.ts';
import type { outsideDoor } from '../../../../../server/contract/outside.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const at = `/api/outside/at/${encodeURIComponent(event.params.token)}`;
  const door = await callOrFail<z.infer<typeof outsideDoor>>(event, at);
  event.locals.frameOrigins = door.frameOrigins;
  event.setHeaders({ 'cache-control': 'no-store' });
  return { at, wall: await callOrFail<WallView>(event, `${at}/wall`) };
};
