import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { Context } from '../services/context.ts';
import type { Env } from './env.ts';
import { type HealthProbes, healthRoutes } from './health.ts';

const secret = 'connect ECONNREFUSED 10.0.3.7:5432 as gangbo';

function installation(probes: HealthProbes) {
  const logged: object[] = [];
  const app = new Hono<Env>()
    .use(async (c, next) => {
      const log = { warn: (given: object) => logged.push(given) };
      c.set('context', {
        config: { mode: 'standard', version: '1' },
        clock: { now: () => '2026-11-22T00:00:00Z' },
        log,
      } as unknown as Context);
      await next();
    })
    .route('/', healthRoutes(probes));
  return { ask: () => app.request('/'), logged };
}

test('the public is told which dependency has failed, and nothing of why', async () => {
  let down = true;
  const database = () => {
    if (down) throw new Error(secret);
    return { state: 'ready', detail: 'PostgreSQL 17.2' } as const;
  };
  const { ask, logged } = installation({ database, live: () => ({ state: 'missing', detail: '/root/.cache/gangbo' }) });
  const answer = await ask();
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    status: 'degraded',
    dependencies: { database: { state: 'failed' }, live: { state: 'missing' } },
  });
  expect(logged).toEqual([
    { dependency: 'database', state: 'failed', detail: secret },
    { dependency: 'live', state: 'missing', detail: '/root/.cache/gangbo' },
  ]);

  const again = await (await ask()).text();
  expect(again).not.toMatch(/ECONNREFUSED|PostgreSQL|cache/);
  expect(logged).toHaveLength(2);
  down = false;
  const well = await ask();
  expect(well.status).toBe(200);
  expect(await well.text()).not.toContain('PostgreSQL');
  expect(logged).toHaveLength(3);
});
