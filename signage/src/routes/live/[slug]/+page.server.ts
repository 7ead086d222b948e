import { callOrFail } from '$lib/phone/call-api.ts';
import type { EpisodeForPublic } from '../../../../../server/contract/live.ts';
import type { ReplayOnWire } from '../../../../../server/contract/recordings.ts';
import type { PageServerLoad } from './$types';

/** The show as text first: host, job and pay stand before the player has loaded. */
export const load: PageServerLoad = async (event) => {
  const slug = encodeURIComponent(event.params.slug);
  const episode = await callOrFail<EpisodeForPublic>(event, `/api/live/shows/${slug}`);
  if (episode.state !== 'ended') return { episode };
  const replay = await callOrFail<ReplayOnWire>(event, `/api/recordings/shows/${slug}`);
  const chapter = replay.chapters.find(({ seq }) => String(seq) === event.url.searchParams.get('chapter'));
  return { episode, replay, fromMs: chapter?.fromMs ?? 0 };
};
