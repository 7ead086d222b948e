import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root } from './paths.mjs';
import { fail } from './progress.mjs';

const wantedMajor = 24;

/** Our own Node if it is new enough, else the one that npm brought (integrity-locked, no script). */
export async function findNode24() {
  if (Number.parseInt(process.versions.node, 10) >= wantedMajor) return process.execPath;
  const brought = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(brought)) return brought;
  return fail(
    `需要 Node ${wantedMajor}，现在是 ${process.versions.node} Node ${wantedMajor} is needed`,
    process.platform === 'linux'
      ? '请删除 node_modules 后重试，让 npm 装上 node-linux-* remove node_modules and run it again'
      : '请安装 Node 24 后重试 please install Node 24 (nodejs.org) and run it again',
  );
}

/** Every child finds Node 24 first, then the project's own tools. */
export function projectEnvironment(node) {
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path };
}
