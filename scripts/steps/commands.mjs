import { join } from 'node:path';
import { appNames, buildApp, buildApps } from './apps.mjs';
import { bringMediaWorker } from './bring-media-worker.mjs';
import { keepRunning } from './keep-running.mjs';
import { dataDir, root } from './paths.mjs';
import { run } from './process.mjs';

const main = join(root, 'server', 'main.ts');

const serve =
  (role) =>
  async ({ node, env, args }) => {
    if (role === 'workers') return keepRunning(node, [main, '--role', role, ...args], { env });
    await buildApps({ env });
    const mediaWorker = await bringMediaWorker({ node, env, dataDir: args.includes('--demo') ? join(dataDir, 'demo') : dataDir });
    try {
      return await keepRunning(node, [main, '--role', role, ...args], { env });
    } finally {
      mediaWorker.stop();
    }
  };

/**
 * name → how it runs. `progress`: whether the banner may be printed.
 * What only some commands need is imported by them: starting is what must be quick.
 */
export const commands = {
  start: { progress: true, run: serve('all') },
  server: { progress: true, run: serve('server') },
  workers: { progress: true, run: serve('workers') },
  dev: { progress: true, run: async (context) => (await import('./dev.mjs')).dev(context) },
  build: {
    progress: true,
    async run({ env, args }) {
      const names = args.filter((arg) => appNames.includes(arg));
      for (const name of names.length ? names : appNames) await buildApp(name, { env, force: true });
      return 0;
    },
  },
  check: { progress: false, run: async (context) => (await import('./check.mjs')).check(context) },
  test: { progress: true, run: async (context) => (await import('./test.mjs')).test(context) },
  e2e: { progress: true, run: async (context) => (await import('./test.mjs')).test({ ...context, args: ['e2e', ...context.args] }) },
  bench: { progress: false, run: async (context) => (await import('./bench.mjs')).bench(context) },
  gangbo: { progress: false, run: ({ node, env, args }) => run(node, [join(root, 'server', 'cli', 'main.ts'), ...args], { env }) },
  'db:generate': {
    progress: false,
    run: ({ node, env, args }) => run(node, [join(root, 'node_modules', 'drizzle-kit', 'bin.cjs'), 'generate', ...args], { env }),
  },
};
