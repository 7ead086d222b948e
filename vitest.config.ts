import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const alias = { $kit: join(root, 'signage/src/lib/kit'), $signage: join(root, 'signage/src/lib') };

// Unit tests stand beside their source and share processes; integration tests start real servers and get the machine
// to themselves, one file after the other.
export default defineConfig({
  test: {
    reporters: ['default'],
    passWithNoTests: false,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{server,workers,scripts,bench}/**/*.test.{ts,mjs}', '{signage,studio}/src/**/*.test.ts'],
          environment: 'node',
          pool: 'threads',
          testTimeout: 10_000,
        },
      },
      {
        resolve: { alias },
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
