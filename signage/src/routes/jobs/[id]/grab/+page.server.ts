import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import type { JobPage } from '#server/contract/browse.ts';
import type { GrabOutcomeBody } from '#server/contract/grabs.ts';
import { wordProblem } from '#server/contract/problems.ts';
import { readMobile } from '#server/domain/seeker/phone.ts';
import { type Answer, callApi, callOrFail, type Trouble } from '$lib/phone/call-api.ts';
import { jobPath } from '$lib/phone/job-path.ts';
import { locale } from '$lib/phone/words.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

interface Me {
  signedIn: boolean;
  proved: boolean;
  phoneMasked: string | null;
  smsAvailable: boolean;
}
/** What the form shows next, and what the person typed so far. */
type Step = {
  step: 'phone' | 'code' | 'hold';
  phone: string;
  name: string;
  message?: string;
  wrong?: 'phone' | 'code';
  resendSeconds?: number;
};

export const load: PageServerLoad = async (event) => {
  const [found, me] = await Promise.all([
    callOrFail<JobPage>(
      event,
      `/api/browse/${encodeURIComponent(event.params.id)}${jobPath.query(event.url, 'grab')}`,
      'POSTING_NOT_FOUND',
    ),
    callOrFail<Me>(event, '/api/seekers/me'),
  ]);
  return { found, me };
};

/** Plain forms: phone → code → grabbed. Nothing here needs a script. */
export const actions: Actions = {
  /** 抢单 on the job's page: who is known already has the answer at once. */
  go: async (event) => {
    const answer = await grab(event);
    if (answer.ok) toResult(answer.value);
    if (answer.trouble.code === 'NOT_SIGNED_IN') return { step: 'phone', phone: '', name: '' } satisfies Step;
    return stay(answer.trouble, { step: 'phone', phone: '', name: '' });
  },

  phone: async (event) => {
    const typed = await typedIn(event);
    const phone = readMobile(typed.phone);
    if (phone === undefined) return invalidPhone(typed);
    const sent = await callApi<{ resendSeconds: number }>(event, '/api/seekers/codes', {
      method: 'POST',
      body: { phone, ...linkOf(event) },
    });
    if (sent.ok) return { step: 'code', phone, name: typed.name, resendSeconds: sent.value.resendSeconds } satisfies Step;
    if (sent.trouble.code === 'SMS_UNAVAILABLE') return stay(sent.trouble, { step: 'hold', phone, name: typed.name });
    // Pressed twice: the code is on its way, and the form for it is what the person needs.
    if (sent.trouble.code === 'TOO_MANY_REQUESTS' && typed.again)
      return stay(sent.trouble, { step: 'code', phone, name: typed.name, resendSeconds: Number(sent.trouble.details.seconds ?? 60) });
    return stay(sent.trouble, { step: 'phone', phone, name: typed.name });
  },

  code: async (event) => {
    const typed = await typedIn(event);
    const phone = readMobile(typed.phone);
    if (phone === undefined) return invalidPhone(typed);
    const code = typed.code.normalize('NFKC').replace(/\D/g, '');
    const checked = await callApi(event, '/api/seekers/sessions', { method: 'POST', body: { phone, code, ...linkOf(event) } });
    if (!checked.ok) {
      const again = checked.trouble.code === 'CODE_WRONG' || checked.trouble.code === 'BAD_INPUT';
      return stay(checked.trouble, { step: again ? 'code' : 'phone', phone, name: typed.name, wrong: 'code' });
    }
    const answer = await grab(event);
    if (answer.ok) toResult(answer.value);
    return stay(answer.trouble, { step: 'phone', phone, name: typed.name });
  },

  hold: async (event) => {
    const typed = await typedIn(event);
    const phone = readMobile(typed.phone);
    if (phone === undefined) return invalidPhone(typed, 'hold');
    const answer = await grab(event, { phone, ...(typed.name ? { name: typed.name } : {}) });
    if (answer.ok) toResult(answer.value);
    return stay(answer.trouble, { step: 'hold', phone, name: typed.name });
  },
};

const grab = (event: RequestEvent, who: { phone?: string; name?: string } = {}): Promise<Answer<GrabOutcomeBody>> =>
  callApi<GrabOutcomeBody>(event, '/api/grabs', { method: 'POST', body: { postingId: event.params.id, ...linkOf(event), ...who } });

function toResult({ grabId, repeated }: GrabOutcomeBody): never {
  redirect(303, `/me/${grabId}${repeated ? '?again' : ''}`);
}

function linkOf(event: RequestEvent): { link?: string } {
  const link = event.url.searchParams.get('link');
  return link?.length === 8 ? { link } : {};
}

async function typedIn(event: RequestEvent) {
  const form = await event.request.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return { phone: text('phone').slice(0, 30), name: text('name').slice(0, 20), code: text('code').slice(0, 20), again: form.has('again') };
}

const stay = (trouble: Trouble, step: Step) => fail(trouble.status, { ...step, message: trouble.message });

const invalidPhone = ({ phone, name }: { phone: string; name: string }, step: 'phone' | 'hold' = 'phone') =>
  fail(422, { step, phone, name, wrong: 'phone', message: wordProblem({ code: 'PHONE_INVALID' }, locale()) } satisfies Step);
