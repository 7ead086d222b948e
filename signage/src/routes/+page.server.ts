import type { BrowsePage } from '#server/contract/browse.ts';
import { callOrFail } from '$lib/phone/call-api.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** What the address may say, as typed; the API parses it and leaves nothing else through. */
const known = ['q', 'trade', 'station', 'lat', 'lon', 'sort', 'page'] as const;

export const load: PageServerLoad = async (event) => {
  const query = new URLSearchParams();
  for (const name of known) {
    const value = event.url.searchParams.get(name)?.trim().slice(0, 40);
    if (value) query.set(name, value);
  }
  return { found: await callOrFail<BrowsePage>(event, `/api/browse?${query}`), query: Object.fromEntries(query) };
};
