import { deleteCookie, setCookie } from 'hono/cookie';
import { type SeekerSession, seekerCookie } from '../services/seekers/session.ts';
import type { RouteContext } from './env.ts';

/** The front has written X-Forwarded-Proto itself (server/http/front.ts): over plain HTTP a Secure cookie would be thrown away. */
const common = (c: RouteContext) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: c.req.header('x-forwarded-proto') === 'https' }) as const;

export function giveSession(c: RouteContext, session: SeekerSession): void {
  setCookie(c, seekerCookie, session.token, { ...common(c), maxAge: session.maxAgeSeconds });
}

export function takeSession(c: RouteContext): void {
  deleteCookie(c, seekerCookie, common(c));
}
