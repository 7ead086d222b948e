import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pgliteTemplate } from '#tests/support/template.ts';
import type { DatabaseHandle } from './driver.ts';
import { openPgliteInMemory } from './driver-pglite.ts';

let handle: DatabaseHandle;
beforeAll(async () => {
  handle = await openPgliteInMemory(await pgliteTemplate());
}, 60_000);
afterAll(() => handle.close());

test('asking the database inside a transaction is an error, not a wait for ever', async () => {
  await expect(handle.db.transaction(() => handle.db.execute(sql`select 1`))).rejects.toThrow();
  await expect(handle.db.transaction(() => handle.db.transaction(async () => {}))).rejects.toThrow('a second transaction');
});

test('the transaction itself, savepoints and what comes after it are fine', async () => {
  const after = await handle.db.transaction(async (tx) => {
    await tx.transaction((inner) => inner.execute(sql`select 1`));
    return () => handle.db.execute(sql`select 2 as two`);
  });
  expect((await after()).rows).toEqual([{ two: 2 }]);
});
