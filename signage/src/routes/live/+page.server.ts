import { callOrFail } from '$lib/phone/call-api.ts';
import type { EpisodeListed } from '../../../../server/contract/live.ts';
import type { PastEpisode } from '../../../../server/contract/past-episode.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const [shows, past] = await Promise.all([
    callOrFail<EpisodeListed[]>(event, '/api/live/shows'),
    callOrFail<PastEpisode[]>(event, '/api/recordings/past'),
  ]);
  return { on: shows.filter(({ state }) => state === 'live' || state === 'away'), past };
};
