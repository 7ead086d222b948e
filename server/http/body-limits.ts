import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { Refusal } from '../services/refusal.ts';
import type { Env } from './env.ts';

const mb = 1024 * 1024;
/** What people and players send as JSON. A pasted chat of two million characters is six megabytes in UTF-8, a province's stations.json four. */
const mostBytes = { json: 1 * mb, text: 8 * mb };
const longTexts = new Set(['/api/intake/text', '/api/regions/import']);
/** Streamed to disk by their own services, which count as they go. */
const streamed = new Set(['/api/intake', '/api/intake/', '/api/evidence', '/api/evidence/', '/api/contents/files']);

/**
 * No body is gathered in memory beyond its route's limit, whoever sends it: a parsed body stands in memory several times over, and most of
 * these routes are open. A declared length is believed, because Node's parser holds the client to it; a chunked body is counted.
 */
export const bodyLimits = createMiddleware<Env>(async (c, next) => {
  if (streamed.has(c.req.path)) return next();
  const chunked = c.req.header('transfer-encoding') !== undefined;
  const declared = Number(c.req.header('content-length') ?? 0);
  // Asked of the headers alone: touching the body of each of ten thousand small requests would cost more than reading it.
  if (!chunked && declared === 0) return next();
  const most = longTexts.has(c.req.path) ? mostBytes.text : mostBytes.json;
  const tooLarge = () => {
    throw new Refusal('TOO_LARGE', { limit: `${most / mb} MB` });
  };
  if (chunked) return bodyLimit({ maxSize: most, onError: tooLarge })(c, next);
  return declared > most ? tooLarge() : next();
});
