import type { SeriesForPublic } from '#server/contract/shows.ts';
import { callOrFail } from '$lib/phone/call-api.ts';
import type { PageServerLoad } from './$types';

/** Plain text and links: nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async (event) => ({
  series: await callOrFail<SeriesForPublic>(event, `/api/shows/series/${encodeURIComponent(event.params.slug)}`),
});
