import { callOrFail } from '$lib/phone/call-api.ts';
import type { EpisodeForPublic } from '../../../../../server/contract/live.ts';
import type { PageServerLoad } from './$types';

/** The show as text first: host, job and pay stand before the player has loaded. */
export const load: PageServerLoad = async (event) => ({
  episode: await callOrFail<EpisodeForPublic>(event, `/api/live/shows/${encodeURIComponent(event.params.slug)}`),
});
