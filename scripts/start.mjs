// The one launcher every npm script goes through. Plain JavaScript for Node 20: it makes sure that modules and
// Node 24 are there, and only then runs the project's own TypeScript under that Node.

import { commands } from './steps/commands.mjs';
import { installModules } from './steps/install.mjs';
import { findNode24, projectEnvironment } from './steps/node24.mjs';
import { banner, fail } from './steps/progress.mjs';

const [name = 'start', ...rest] = process.argv.slice(2);
const args = rest[0] === '--' ? rest.slice(1) : rest;
const command = commands[name];

if (!command) {
  fail(`没有「${name}」这个命令 no such command`, `可用 available: ${Object.keys(commands).join(', ')}`);
}
if (command.progress) banner();

await installModules();
const node = await findNode24();
process.exitCode = await command.run({ node, env: projectEnvironment(node), args });
