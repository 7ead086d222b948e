import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pgliteTemplate } from '#tests/support/template.ts';
import { until } from '#tests/support/until.ts';
import { tidy } from './upkeep.ts';

let pglite: PGlite;
beforeAll(async () => {
  pglite = await PGlite.create({ loadDataDir: await pgliteTemplate() });
  await pglite.exec('CHECKPOINT');
}, 60_000);
afterAll(() => pglite.close());

const pages = async () => (await pglite.query<{ bytes: number }>("SELECT pg_relation_size('outbox')::float8 AS bytes")).rows[0]?.bytes ?? 0;
const churn = (rounds: number) =>
  pglite.exec(
    Array.from(
      { length: rounds },
      () => `INSERT INTO outbox (type, payload, created_at) SELECT 'x', '{}', now() FROM generate_series(1, 1000); DELETE FROM outbox;`,
    ).join('\n'),
  );

test('a table through which much has passed gives its space back', async () => {
  await churn(20);
  expect(await pages()).toBeGreaterThan(500_000);
  // Counts reach the statistics a second after they were made.
  await until(async () => (await tidy(pglite)).vacuumed.includes('public.outbox'));
  expect(await pages()).toBe(0);
  expect((await tidy(pglite)).vacuumed).not.toContain('public.outbox');
});

test('much that was written is put in place, little is left for later', async () => {
  await pglite.exec('CHECKPOINT');
  expect((await tidy(pglite)).checkpointed).toBe(false);
  await churn(120);
  expect((await tidy(pglite)).checkpointed).toBe(true);
  expect((await tidy(pglite)).checkpointed).toBe(false);
}, 30_000);
