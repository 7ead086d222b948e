import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inTurn } from './lock.mjs';
import { root, stampDir } from './paths.mjs';
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
  if (!force && (await isBuilt(name))) return;
  // Two builds at once would sweep away what the other has just written: its output, or the wording that both apps share.
  await inTurn(join(stampDir, 'build.lock'), async () => {
    if (force || !(await isBuilt(name))) await build(name, { env });
  });
}

const sourcesHash = (name) => hashOf(apps[name].sources);

async function isBuilt(name) {
  if (!existsSync(join(root, name, 'build', 'handler.js'))) return false;
  return (await readStamp(`build-${name}`)) === (await sourcesHash(name));
}

async function build(name, { env }) {
  // Before the build: what changes under its hands is built again next time.
  const hash = await sourcesHash(name);
  await step(`构建${apps[name].title}`, async () => {
    const { code, output } = await capture('node', [join(root, 'scripts/vite/build.mjs'), name], { env });
    if (code !== 0) {
      note(output.trim().split('\n').slice(-40).join('\n  '));
      fail(`${name} 构建失败 build failed`);
    }
  });
  await writeStamp(`build-${name}`, hash);
}

/** One after the other: two builds at once need twice the memory and are no faster on two cores. */
export async function buildApps(options) {
  for (const name of appNames) await buildApp(name, options);
}
