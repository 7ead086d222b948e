import { fail, redirect } from '@sveltejs/kit';
import type { GrabForSeeker } from '#server/contract/grabs.ts';
import { callApi, callOrFail } from '$lib/phone/call-api.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Found again by the cookie after WeChat was closed or the phone rebooted. */
export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'no-store' });
  return {
    grab: await callOrFail<GrabForSeeker>(event, `/api/grabs/mine/${encodeURIComponent(event.params.id)}`),
    repeated: event.url.searchParams.has('again'),
    now: Date.now(),
  };
};

export const actions: Actions = {
  worked: async (event) => {
    const done = await callApi(event, `/api/grabs/mine/${encodeURIComponent(event.params.id)}/worked`, { method: 'POST', body: {} });
    if (!done.ok) return fail(done.trouble.status, { message: done.trouble.message });
    redirect(303, `/me/${event.params.id}`);
  },
  cancel: async (event) => {
    const done = await callApi(event, `/api/grabs/mine/${encodeURIComponent(event.params.id)}/cancel`, { method: 'POST' });
    if (!done.ok) return fail(done.trouble.status, { message: done.trouble.message });
    redirect(303, `/me/${event.params.id}`);
  },
};
