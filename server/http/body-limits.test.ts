import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { bodyLimits } from './body-limits.ts';
import type { Env } from './env.ts';
import { answerError } from './errors.ts';

const app = new Hono<Env>()
  .use(bodyLimits)
  .onError(answerError)
  .post('/*', async (c) => c.json({ bytes: (await c.req.arrayBuffer()).byteLength }));

const mb = 1024 * 1024;
const declared = (path: string, bytes: number) =>
  app.request(path, { method: 'POST', body: new Uint8Array(bytes), headers: { 'content-length': String(bytes) } });
const chunked = (path: string, bytes: number) =>
  app.request(path, { method: 'POST', body: new Uint8Array(bytes), headers: { 'transfer-encoding': 'chunked' } });

test('an ordinary body passes, declared or chunked', async () => {
  expect(await (await declared('/api/grabs', 300)).json()).toEqual({ bytes: 300 });
  expect(await (await chunked('/api/grabs', 300)).json()).toEqual({ bytes: 300 });
});

test('a body beyond the limit is refused, declared or chunked', async () => {
  for (const send of [declared, chunked]) {
    const answer = await send('/api/grabs', 2 * mb);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'TOO_LARGE', details: { limit: '1 MB' } });
  }
});

test('a long paste has a wider limit, an upload its own', async () => {
  expect((await declared('/api/intake/text', 6 * mb)).status).toBe(200);
  expect((await declared('/api/intake/text', 9 * mb)).status).toBe(413);
  expect((await declared('/api/intake', 20 * mb)).status).toBe(200);
});
