import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const root = import.meta.dirname;
const shared = { $kit: join(root, 'signage/src/lib/kit'), $signage: join(root, 'signage/src/lib') };

/** Beside its source, of an app: `$lib` is that app's own, and `.svelte.ts` may hold runes. */
const app = (name: string): TestProjectInlineConfiguration => ({
  plugins: [svelte({ configFile: false })],
  resolve: { alias: { ...shared, $lib: join(root, name, 'src/lib') } },
  test: { name, include: [`${name}/src/**/*.test.ts`], environment: 'node', pool: 'threads' },
});

/** What encodes pictures, kills what is at work or promises to be ready in time gets the machine to itself. */
const alone = [
  'tests/{chaos,load}/**/*.test.ts',
  'tests/integration/media/**/*.test.ts',
  'tests/integration/{start,split-processes}.test.ts',
];

/** Against real servers. The files of a run share one PostgreSQL, each with databases of its own. */
const onServers = (test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration => ({
  resolve: { alias: shared },
  test: {
    ...test,
    environment: 'node',
    pool: 'forks',
    globalSetup: 'tests/support/one-postgres.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

// Unit tests stand beside their source and share processes.
export default defineConfig({
  test: {
    reporters: ['default'],
    passWithNoTests: false,
    projects: [
      {
        resolve: { alias: shared },
        test: {
          name: 'server',
          include: ['{server,workers,scripts,bench}/**/*.test.{ts,mjs}'],
          environment: 'node',
          pool: 'threads',
          testTimeout: 10_000,
        },
      },
      app('signage'),
      app('studio'),
      onServers({
        name: 'integration',
        include: ['tests/integration/**/*.test.ts'],
        exclude: alone,
        maxWorkers: 2,
        sequence: { groupOrder: 0 },
      }),
      onServers({ name: 'alone', include: alone, fileParallelism: false, sequence: { groupOrder: 1 } }),
    ],
  },
});
