import type { RequestEvent } from '@sveltejs/kit';

const cookieName = 'gangbo_locale';

/**
 * Paraglide knows zh-CN by that exact name, so a phone that asks for "zh, en" or "zh-Hans-CN" would be answered in
 * English; and a wall must speak the station's language, whatever language the box under it was installed in.
 * For those the choice is written down where server and browser both look: in the locale cookie.
 */
export function withChineseFirst(event: RequestEvent): Request {
  if (event.cookies.get(cookieName)) return event.request;
  if (!isWall(event.url.pathname) && !isOtherChinese(event.request.headers.get('accept-language'))) return event.request;

  const secure = event.url.protocol === 'https:';
  event.cookies.set(cookieName, 'zh-CN', { path: '/', httpOnly: false, secure, sameSite: 'lax', maxAge: 400 * 86_400 });
  const headers = new Headers(event.request.headers);
  headers.set('cookie', [headers.get('cookie'), `${cookieName}=zh-CN`].filter(Boolean).join('; '));
  return new Request(event.request, { headers });
}

function isWall(pathname: string): boolean {
  return pathname === '/screen' || pathname.startsWith('/screen/');
}

function isOtherChinese(acceptLanguage: string | null): boolean {
  const first = acceptLanguage?.split(',')[0]?.split(';')[0]?.trim().toLowerCase() ?? '';
  return first !== 'zh-cn' && /^zh(-|$)/.test(first);
}
