import { join } from 'node:path';
import { appNames, buildApps } from './apps.mjs';
import { root } from './paths.mjs';
import { run } from './process.mjs';

/**
 * `npm run dev`: the server restarts on change. `npm run dev -- signage|studio`: that app with hot reload on its own port
 * (5173, 5174), its API calls passed to a server that is already running.
 */
export async function dev({ node, env, args }) {
  const app = args.find((arg) => appNames.includes(arg));
  if (app) return run('vite', ['dev', app, '--host'], { env });
  await buildApps({ env });
  const watched = ['server', 'workers'].flatMap((room) => ['--watch-path', join(root, room)]);
  return run(node, [...watched, join(root, 'server', 'main.ts'), '--role', 'all', ...args], { env });
}
