import { fail } from '@sveltejs/kit';
import type { JobPage } from '#server/contract/browse.ts';
import { m } from '$lib/paraglide/messages.js';
import { callApi } from '$lib/phone/call-api.ts';
import { jobPath } from '$lib/phone/job-path.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** A job that has just been hidden can still be reported, and thanked for. */
export const load: PageServerLoad = async (event) => {
  const answer = await callApi<JobPage>(event, `/api/browse/${encodeURIComponent(event.params.id)}${jobPath.query(event.url, 'report')}`);
  return { found: answer.ok ? answer.value : undefined };
};

const reasons = ['fee', 'false', 'unreachable', 'filled'] as const;

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const reason = reasons.find((each) => each === form.get('reason'));
    const detail = String(form.get('detail') ?? '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 200);
    if (!reason) return fail(422, { message: m.phone_report_choose(), detail });
    const link = event.url.searchParams.get('link');
    const body = { postingId: event.params.id, reason, ...(detail ? { detail } : {}), ...(link?.length === 8 ? { link } : {}) };
    const sent = await callApi<{ hidden: boolean }>(event, '/api/reports', { method: 'POST', body });
    if (!sent.ok) return fail(sent.trouble.status, { message: sent.trouble.message, detail });
    return { thanks: true, hidden: sent.value.hidden };
  },
};
