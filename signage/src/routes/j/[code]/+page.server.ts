import { redirect } from '@sveltejs/kit';
import type { BrowsePage, ScannedPage } from '#server/contract/browse.ts';
import { spokenNumberIn } from '#server/domain/search/terms.ts';
import { callOrFail } from '$lib/phone/call-api.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** What was scanned. With `?number=`, the job that somebody has heard the number of. */
export const load: PageServerLoad = async (event) => {
  const scanned = await callOrFail<ScannedPage>(event, `/api/links/${encodeURIComponent(event.params.code)}`);
  if (scanned.showSlug) redirect(303, `/live/${scanned.showSlug}`);
  const typed = event.url.searchParams.get('number') ?? undefined;
  const number = typed === undefined ? undefined : spokenNumberIn(typed);
  const found =
    [...scanned.jobs, ...scanned.nearby].find((job) => job.number === number) ??
    (number !== undefined && scanned.station ? await atStation(event, scanned.station.id, number) : undefined);
  if (found) redirect(303, `/jobs/${found.id}?link=${scanned.code}`);
  // One job needs no list of one.
  const [only] = scanned.jobs;
  if (only && scanned.jobs.length === 1 && scanned.gone === 0 && !scanned.expired) redirect(303, `/jobs/${only.id}?link=${scanned.code}`);
  return { scanned, notFound: typed?.slice(0, 20) };
};

/** The wall has turned its page since they read the number: at one station a number is one job's, on whichever page it stands. */
async function atStation(event: Parameters<PageServerLoad>[0], stationId: string, number: number) {
  const { jobs } = await callOrFail<BrowsePage>(event, `/api/browse?station=${encodeURIComponent(stationId)}&q=${number}`);
  return jobs.find((job) => job.number === number);
}
