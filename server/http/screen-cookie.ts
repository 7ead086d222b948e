import { setCookie } from 'hono/cookie';
import { Refusal } from '../services/refusal.ts';
import { sessionLivesMs } from '../services/screens/screen-session.ts';
import type { RouteContext } from './env.ts';

/**
 * A cookie for each screen, so that several can run in one browser (a double screen on one box, the demo's page); `?screen=` says which
 * one asks, because an EventSource can't send a header.
 */
const cookieName = (screenId: string) => `gangbo_screen_${screenId}`;
const path = '/api/screen';
const screenIdForm = /^[\da-f-]{36}$/;

export function giveScreenSession(c: RouteContext, screenId: string, token: string): void {
  setCookie(c, cookieName(screenId), token, {
    path,
    httpOnly: true,
    sameSite: 'Strict',
    secure: new URL(c.req.url).protocol === 'https:',
    maxAge: sessionLivesMs / 1_000,
  });
}

export function screenTokenOf(request: Request): string | undefined {
  const screenId = new URL(request.url).searchParams.get('screen');
  if (screenId === null || !screenIdForm.test(screenId)) return undefined;
  const start = `${cookieName(screenId)}=`;
  // A thousand players ask within a second, some of them with the cookies of a whole demo: no expression is compiled for each.
  const cookie = request.headers
    .get('cookie')
    ?.split('; ')
    .find((one) => one.startsWith(start));
  return cookie?.slice(start.length);
}

/** Behind `allow('screen')`. @throws Refusal SCREEN_UNPROVEN */
export function screenIdOf(c: RouteContext): string {
  const { actor } = c.var;
  if (actor.kind !== 'screen') throw new Refusal('SCREEN_UNPROVEN');
  return actor.screenId;
}
