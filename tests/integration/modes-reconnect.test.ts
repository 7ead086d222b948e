import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { announce } from '#server/services/announce.ts';
import { openLog } from '#server/services/log.ts';
import { type House, openHouse } from '#tests/support/house.ts';
import { until } from '#tests/support/until.ts';
import { defineHandler } from '#workers/handler.ts';

describe.each(['standard', 'postgres'] as const)('a PostgreSQL that drops every connection at once, %s', (mode) => {
  let house: House;
  const done = new Set<string>();
  const said: string[] = [];
  beforeAll(async () => {
    // What the connections complain of when they are cut is expected here; a step that can't close is not.
    house = await openHouse(mode, { log: openLog({ level: 'error', pretty: false }, { write: (line) => said.push(line) }) });
    await house.startBackground([
      defineHandler('boards', async (_ctx, payload) => {
        if (payload.of === 'screen') done.add(payload.screenId);
      }),
    ]);
  });
  afterAll(async () => {
    await house.close();
    expect(said.filter((line) => line.includes('did not close'))).toEqual([]);
  });

  const say = (screenId: string) => house.ctx.db.transaction((tx) => announce(tx, house.ctx, { type: 'screen.changed', screenId }));

  test('changes, events and jobs go on', async () => {
    await say('before');
    await until(() => done.has('before'));
    const { database } = house.ctx.config;
    const admin = new pg.Client({ connectionString: database.kind === 'postgres' ? database.url : '' });
    await admin.connect();
    // More rounds than the pool has places: a place that is not given back would be missed.
    for (let round = 0; round < 14; round += 1) {
      await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      // A connection that was cut a moment ago may still be handed out once: who asks again gets a good one.
      await until(() =>
        say(`round ${round}`).then(
          () => true,
          () => false,
        ),
      );
    }
    await until(() => done.size === 15, 60_000);
    await admin.end();
    await house.settle();
    expect(done.size).toBe(15);
  }, 120_000);
});
