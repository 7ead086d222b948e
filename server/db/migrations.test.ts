import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import { migrationsFolder } from './migrate.ts';

type Snapshot = Awaited<ReturnType<typeof generateDrizzleJson>>;

test('the migrations say all that the schema says: npm run db:generate has nothing to add', async () => {
  const files = (await readdir(join(migrationsFolder, '..', 'schema'))).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const modules = await Promise.all(files.map((name) => import(pathToFileURL(join(migrationsFolder, '..', 'schema', name)).href)));
  const snapshots = (await readdir(join(migrationsFolder, 'meta'))).filter((name) => name.endsWith('_snapshot.json')).sort();
  const last = JSON.parse(await readFile(join(migrationsFolder, 'meta', snapshots.at(-1) ?? ''), 'utf8')) as Snapshot;
  const now = generateDrizzleJson(Object.assign({}, ...modules), last.id, undefined, 'snake_case');
  expect(await generateMigration(last, now)).toEqual([]);
});
