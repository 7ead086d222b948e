import { getCookie, setCookie } from 'hono/cookie';
import { newViewerKey, viewerKeyForm } from '../services/audience/viewer.ts';
import type { RouteContext } from './env.ts';

const name = 'gangbo_viewer';
const path = '/api/audience';
/** One season of a weekly show; the number under which somebody writes is another each time. */
const maxAge = 90 * 86_400;

/** The browser's own random key, made at its first visit. */
export function viewerKeyOf(c: RouteContext): string {
  const known = getCookie(c, name);
  if (known !== undefined && viewerKeyForm.test(known)) return known;
  const key = newViewerKey(c.var.context);
  // The front has written X-Forwarded-Proto itself: over plain HTTP a Secure cookie would be thrown away.
  const secure = c.req.header('x-forwarded-proto') === 'https';
  setCookie(c, name, key, { path, httpOnly: true, sameSite: 'Lax', secure, maxAge });
  return key;
}
