import type { JobPage } from '#server/contract/browse.ts';
import { callOrFail } from '$lib/phone/call-api.ts';
import { jobPath } from '$lib/phone/job-path.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async (event) => ({
  found: await callOrFail<JobPage>(
    event,
    `/api/browse/${encodeURIComponent(event.params.id)}${jobPath.query(event.url, 'job')}`,
    'POSTING_NOT_FOUND',
  ),
});
