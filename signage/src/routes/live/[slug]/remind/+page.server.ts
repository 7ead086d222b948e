import { fail, type RequestEvent } from '@sveltejs/kit';
import type { EpisodeForPublic } from '#server/contract/live.ts';
import { wordProblem } from '#server/contract/problems.ts';
import { type ReminderState, reminderMinutes } from '#server/contract/shows.ts';
import { readMobile } from '#server/domain/seeker/phone.ts';
import { callApi, callOrFail, type Trouble } from '$lib/phone/call-api.ts';
import { locale } from '$lib/phone/words.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What the form shows next, and what the person typed so far. */
interface Step {
  step: 'phone' | 'code' | 'dropped';
  phone: string;
  minutes: number;
  message?: string;
  wrong?: 'phone' | 'code';
  resendSeconds?: number;
}

const apiOf = (event: RequestEvent) => `/api/shows/${encodeURIComponent(event.params.slug ?? '')}/reminder`;

export const load: PageServerLoad = async (event) => {
  const [episode, mine] = await Promise.all([
    callOrFail<EpisodeForPublic>(event, `/api/live/shows/${encodeURIComponent(event.params.slug)}`),
    callOrFail<ReminderState>(event, apiOf(event)),
  ]);
  return { episode, mine };
};

/** Plain forms: minutes and phone → code → set. Nothing here needs a script. */
export const actions: Actions = {
  /** Whose phone is known already needs no code. */
  set: async (event) => {
    const typed = await typedIn(event);
    const answer = await ask(event, typed.minutes);
    return answer.ok ? undefined : stay(answer.trouble, { step: 'phone', ...typed });
  },

  phone: async (event) => {
    const typed = await typedIn(event);
    const phone = readMobile(typed.phone);
    if (phone === undefined) return invalidPhone(typed);
    const sent = await callApi<{ resendSeconds: number }>(event, '/api/seekers/codes', { method: 'POST', body: { phone } });
    if (sent.ok) return { step: 'code', phone, minutes: typed.minutes, resendSeconds: sent.value.resendSeconds } satisfies Step;
    // Pressed twice: the code is on its way, and the form for it is what the person needs.
    if (sent.trouble.code === 'TOO_MANY_REQUESTS' && typed.again)
      return stay(sent.trouble, { step: 'code', ...typed, phone, resendSeconds: Number(sent.trouble.details.seconds ?? 60) });
    return stay(sent.trouble, { step: 'phone', ...typed, phone });
  },

  code: async (event) => {
    const typed = await typedIn(event);
    const phone = readMobile(typed.phone);
    if (phone === undefined) return invalidPhone(typed);
    const code = typed.code.normalize('NFKC').replace(/\D/g, '');
    const checked = await callApi(event, '/api/seekers/sessions', { method: 'POST', body: { phone, code } });
    if (!checked.ok) {
      const again = checked.trouble.code === 'CODE_WRONG' || checked.trouble.code === 'BAD_INPUT';
      return stay(checked.trouble, { step: again ? 'code' : 'phone', ...typed, phone, wrong: 'code' });
    }
    const answer = await ask(event, typed.minutes);
    return answer.ok ? undefined : stay(answer.trouble, { step: 'phone', ...typed, phone });
  },

  drop: async (event) => {
    const answer = await callApi(event, apiOf(event), { method: 'DELETE' });
    if (!answer.ok) return stay(answer.trouble, { step: 'phone', phone: '', minutes: 30 });
    return { step: 'dropped', phone: '', minutes: 30 } satisfies Step;
  },
};

const ask = (event: RequestEvent, minutesBefore: number) =>
  callApi<ReminderState>(event, apiOf(event), { method: 'POST', body: { minutesBefore } });

async function typedIn(event: RequestEvent) {
  const form = await event.request.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const minutes = reminderMinutes.find((one) => String(one) === text('minutes')) ?? 30;
  return { phone: text('phone').slice(0, 30), code: text('code').slice(0, 20), minutes, again: form.has('again') };
}

const stay = (trouble: Trouble, { step, phone, minutes, wrong, resendSeconds }: Step) =>
  fail(trouble.status, {
    ...{ step, phone, minutes, message: trouble.message },
    ...(wrong ? { wrong } : {}),
    ...(resendSeconds === undefined ? {} : { resendSeconds }),
  } satisfies Step);

const invalidPhone = ({ phone, minutes }: { phone: string; minutes: number }) =>
  fail(422, { step: 'phone', phone, minutes, wrong: 'phone', message: wordProblem({ code: 'PHONE_INVALID' }, locale()) } satisfies Step);
