import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { capture } from './process.mjs';
import { fail, note, step } from './progress.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

const shared = ['svelte.config.js', 'scripts/vite', 'server/contract', 'server/domain', 'package-lock.json'];

/** What each app is built from: a change anywhere here, and nowhere else, builds it again. */
const apps = {
  signage: { title: '大屏与手机页 screens and phone pages', sources: ['signage', ...shared] },
  studio: { title: '工作台 studio', sources: ['studio', 'signage/src/lib', 'signage/messages', 'signage/project.inlang', ...shared] },
};

export const appNames = Object.keys(apps);

export async function buildApp(name, { env, force = false }) {
  const { title, sources } = apps[name];
  const wanted = await hashOf(sources);
  const built = existsSync(join(root, name, 'build', 'handler.js'));
  if (built && !force && (await readStamp(`build-${name}`)) === wanted) return;

  await step(`构建${title}`, async () => {
    const { code, output } = await capture('node', [join(root, 'scripts/vite/build.mjs'), name], { env });
    if (code !== 0) {
      note(output.trim().split('\n').slice(-40).join('\n  '));
      fail(`${name} 构建失败 build failed`);
    }
  });
  await writeStamp(`build-${name}`, wanted);
}

/** One after the other: two builds at once need twice the memory and are no faster on two cores. */
export async function buildApps(options) {
  for (const name of appNames) await buildApp(name, options);
}
