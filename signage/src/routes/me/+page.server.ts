import { redirect } from '@sveltejs/kit';
import type { GrabForSeeker } from '#server/contract/grabs.ts';
import { callApi } from '$lib/phone/call-api.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'no-store' });
  const answer = await callApi<GrabForSeeker[]>(event, '/api/grabs/mine');
  return { grabs: answer.ok ? answer.value : [], signedIn: answer.ok };
};

export const actions: Actions = {
  leave: async (event) => {
    await callApi(event, '/api/seekers/sessions', { method: 'DELETE' });
    event.cookies.delete('gangbo_seeker', { path: '/' });
    redirect(303, '/me');
  },
};
