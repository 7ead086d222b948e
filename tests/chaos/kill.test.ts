import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openInfrastructure } from '#server/compose.ts';
import { readConfig } from '#server/config.ts';
import { outbox } from '#server/db/schema/records.ts';
import { type Mode, modes } from '#tests/support/house.ts';
import { quietLog } from '#tests/support/quiet-log.ts';
import { servers } from '#tests/support/servers.ts';
import { freshPostgresDatabase } from '#tests/support/template.ts';
import { until } from '#tests/support/until.ts';

describe.each(modes)('a process that dies in the middle, %s', (mode: Mode) => {
  let dir = '';
  let env: Record<string, string> = {};
  let first = 0;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gangbo-kill-'));
    env = { DATA_DIR: join(dir, 'data') };
    if (mode === 'embedded') return;
    const { postgresUrl, redisUrl } = await servers();
    env = { ...env, DATABASE_URL: await freshPostgresDatabase(postgresUrl), REDIS_URL: redisUrl };
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const noted = async (what: 'committed' | 'heard' | 'done') => {
    const text = await readFile(join(dir, what), 'utf8').catch(() => '');
    return new Set(text.split('\n').filter(Boolean));
  };
  const start = async (): Promise<ChildProcess> => {
    const child = fork(join(import.meta.dirname, 'producer.ts'), [dir, String(first)], {
      env: { PATH: process.env.PATH, ...env },
      execArgv: [],
    });
    first += 1_000_000;
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`ended with ${code} before it was ready`);
    });
    await Promise.race([once(child, 'message'), failed]);
    failed.catch(() => undefined);
    return child;
  };
  const end = async (child: ChildProcess, signal: NodeJS.Signals) => {
    const ended = once(child, 'exit');
    child.kill(signal);
    return await ended;
  };
  const missing = async () => {
    const [committed, heard, done] = await Promise.all([noted('committed'), noted('heard'), noted('done')]);
    return { unheard: [...committed].filter((id) => !heard.has(id)), undone: [...committed].filter((id) => !done.has(id)) };
  };

  test('kill -9, again and again: every committed event is done in the end', async () => {
    for (let round = 0; round < 4; round += 1) {
      const child = await start();
      const before = (await noted('committed')).size;
      await until(async () => (await noted('committed')).size > before + 60, 60_000);
      await delay(Math.random() * 150);
      await end(child, 'SIGKILL');
    }
    const survivor = await start();
    const dead = (await noted('committed')).size;
    expect(dead).toBeGreaterThan(240);
    const early = new Set(await noted('committed'));
    await until(async () => (await missing()).undone.every((id) => !early.has(id)), 150_000);
    // News goes to who listens: in the embedded house the dead listened themselves, and what they had not heard is told again. Redis had
    // delivered to the dead process what it can't have written down; its successor reads the database instead.
    if (mode === 'embedded') expect((await missing()).unheard.filter((id) => early.has(id))).toEqual([]);
    await end(survivor, 'SIGTERM');
  }, 400_000);

  test('SIGTERM: ends by itself, with every event forwarded and every job done or given back', async () => {
    const child = await start();
    const before = (await noted('committed')).size;
    await until(async () => (await noted('committed')).size > before + 100, 60_000);
    const asked = performance.now();
    const [code] = await end(child, 'SIGTERM');
    expect(code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(20_000);
    expect((await missing()).unheard).toEqual([]);

    const infrastructure = await openInfrastructure(readConfig(env), { log: quietLog });
    expect(await infrastructure.context.db.select().from(outbox)).toEqual([]);
    const { boards } = await infrastructure.queues.counts();
    const { undone } = await missing();
    expect(boards.active).toBe(0);
    expect(boards.waiting).toBeGreaterThanOrEqual(undone.length);
    await infrastructure.close();

    const next = await start();
    await until(async () => (await missing()).undone.every((id) => !undone.includes(id)));
    await end(next, 'SIGTERM');
  }, 200_000);
});
