import { join } from 'node:path';
import { appNames, buildApp, buildApps } from './apps.mjs';
import { bringMediaWorker } from './bring-media-worker.mjs';
import { root } from './paths.mjs';
import { run } from './process.mjs';

const main = join(root, 'server', 'main.ts');

const serve =
  (role) =>
  async ({ node, env, args }) => {
    if (role === 'workers') return run(node, [main, '--role', role, ...args], { env });
    await buildApps({ env });
    const mediaWorker = await bringMediaWorker({ node, env });
    try {
      return await run(node, [main, '--role', role, ...args], { env });
    } finally {
      mediaWorker.stop();
    }
  };

/**
 * name → how it runs. `progress`: whether the banner may be printed.
 * Modules that need what npm installs are imported late: at this point they may only just have arrived.
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
  gangbo: { progress: false, run: ({ node, env, args }) => run(node, [join(root, 'server', 'cli', 'main.ts'), ...args], { env }) },
  'db:generate': {
    progress: false,
    run: ({ node, env, args }) => run(node, [join(root, 'node_modules', 'drizzle-kit', 'bin.cjs'), 'generate', ...args], { env }),
  },
};
