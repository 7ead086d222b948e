import { error, fail, redirect } from '@sveltejs/kit';
import type { EmployerPage } from '#server/contract/desk.ts';
import { callApi } from '$lib/phone/call-api.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

// The page does everything without script: an employer opens it in whatever browser a chat opens.
export const csr = false;

const apiPath = (event: Pick<RequestEvent, 'params'>) => `/api/employer-link/${encodeURIComponent(event.params.token)}`;

export const load: PageServerLoad = async (event) => {
  // The address is the key: it stays out of caches, referrers and search engines.
  event.setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
  const answer = await callApi<EmployerPage>(event, apiPath(event));
  if (!answer.ok) error(answer.trouble.status as 404, answer.trouble.message);
  return { posting: answer.value, done: event.url.searchParams.get('done') };
};

async function leave(event: RequestEvent, placesLeft: number) {
  const answer = await callApi<{ placesLeft: number }>(event, `${apiPath(event)}/places`, { method: 'POST', body: { placesLeft } });
  if (!answer.ok) return fail(answer.trouble.status, { problem: answer.trouble.message });
  redirect(303, `/e/${event.params.token}?done=${placesLeft === 0 ? 'filled' : 'fewer'}`);
}

export const actions: Actions = {
  filled: (event) => leave(event, 0),
  fewer: async (event) => {
    const wanted = Number((await event.request.formData()).get('placesLeft'));
    if (!Number.isInteger(wanted) || wanted < 0 || wanted > 9_999) return fail(400, { problem: '' });
    return await leave(event, wanted);
  },
};
