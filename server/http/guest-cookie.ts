import { setCookie } from 'hono/cookie';
import type { RouteContext } from './env.ts';

export const guestCookieName = 'gangbo_guest';
const path = '/api/guests';
/** Longer than any show; it ends with its episode all the same. */
const maxAge = 7 * 86_400;

/** Tells the one browser that a guest's link let in from every other. */
export function giveGuestCookie(c: RouteContext, value: string): void {
  // The front has written X-Forwarded-Proto itself: over plain HTTP a Secure cookie would be thrown away.
  const secure = c.req.header('x-forwarded-proto') === 'https';
  setCookie(c, guestCookieName, value, { path, httpOnly: true, sameSite: 'Lax', secure, maxAge });
}
