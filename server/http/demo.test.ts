import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { demoRoutes } from './demo.ts';
import type { Env } from './env.ts';
import { answerError } from './errors.ts';

const parts = { tabs: { open: () => 'token', userOf: () => undefined }, lastCode: () => '123456' };
const app = new Hono<Env>()
  .onError(answerError)
  .use(async (c, next) => {
    c.set('clientAddress', c.req.header('x-gangbo-client') ?? '');
    c.set('identify', {
      staff: async () => undefined,
      seeker: async () => undefined,
      screen: async () => undefined,
      guest: async () => undefined,
      token: async () => undefined,
    });
    await next();
  })
  .route('/api/demo', demoRoutes(parts));

const ask = async (headers: Record<string, string>) => (await app.request('/api/demo/last-code', { headers })).status;
const here = { 'x-gangbo-client': '127.0.0.1', host: 'localhost:3000' };

test('the demo hands out roles on this machine, by its own names', async () => {
  expect(await ask(here)).toBe(200);
  expect(await ask({ ...here, host: '127.0.0.1:3000' })).toBe(200);
  expect(await ask({ 'x-gangbo-client': '::1', host: '[::1]:3000' })).toBe(200);
});

test('it refuses another machine, whoever comes through a tunnel or proxy, and a name that was rebound to this one', async () => {
  expect(await ask({ ...here, 'x-gangbo-client': '192.168.1.7' })).toBe(403);
  expect(await ask({ ...here, 'x-forwarded-for': '203.0.113.9' })).toBe(403);
  expect(await ask({ ...here, host: 'evil.example:3000' })).toBe(403);
  expect(await ask({ ...here, 'x-forwarded-host': 'demo.tunnel.example' })).toBe(403);
});
