import { callOrFail } from '$lib/phone/call-api.ts';
import type { ClipOnWire } from '../../../../../server/contract/recordings.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  clip: await callOrFail<ClipOnWire>(event, `/api/recordings/clips/${encodeURIComponent(event.params.code)}`),
});
