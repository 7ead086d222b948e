import { createMiddleware } from 'hono/factory';
import { Refusal } from '../services/refusal.ts';
import type { Env } from './env.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Cross-site requests that change something are refused. Sessions are cookies (SameSite=Lax) and browsers say where a request
 * comes from; programs without an Origin header carry no cookies of anybody's.
 */
export const sameOrigin = createMiddleware<Env>(async (c, next) => {
  const origin = c.req.header('origin');
  if (safe.has(c.req.method) || origin === undefined) return next();
  const here = c.req.header('x-forwarded-host') ?? c.req.header('host');
  if (URL.canParse(origin) && new URL(origin).host === here) return next();
  // WHIP encoders (OBS) and other servers' players carry bearer tokens, not cookies.
  if (c.req.header('cookie') === undefined && c.req.header('authorization') !== undefined) return next();
  throw new Refusal('NOT_ALLOWED');
});
