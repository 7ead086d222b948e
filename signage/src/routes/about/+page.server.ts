import { redirect } from '@sveltejs/kit';
import type { Actions } from './$types';

export const csr = false;

export const actions: Actions = {
  /** The language switch of every phone page: a form, so that it works without a script. */
  language: async ({ request, cookies, url }) => {
    const form = await request.formData();
    const next =
      cookies.get('gangbo_locale') === 'en' ||
      (!cookies.get('gangbo_locale') && /^en\b/i.test(request.headers.get('accept-language') ?? ''))
        ? 'zh-CN'
        : 'en';
    const secure = url.protocol === 'https:';
    cookies.set('gangbo_locale', next, { path: '/', httpOnly: false, secure, sameSite: 'lax', maxAge: 400 * 86_400 });
    const back = String(form.get('back') ?? '/');
    // A page that a form has just answered is asked for anew without its action.
    redirect(303, /^\/(?![/\\])/.test(back) ? back.replace(/\?\/\w+&?/, '?') : '/');
  },
};
