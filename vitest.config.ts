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

// Unit tests stand beside their source and share processes; integration tests start real servers and get the machine
// to themselves, one file after the other.
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
      {
        resolve: { alias: shared },
        test: {
          name: 'integration',
          include: ['tests/{integration,load,chaos}/**/*.test.ts'],
          environment: 'node',
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
