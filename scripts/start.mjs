// The one launcher every npm script goes through. Plain JavaScript for Node 20: it makes sure that modules and
// Node 24 are there, and only then runs the project's own TypeScript under that Node.
import { parseArgs } from 'node:util';
import { banner, fail } from './steps/progress.mjs';
import { installModules } from './steps/install.mjs';
import { findNode24, projectEnvironment } from './steps/node24.mjs';
import { commands } from './steps/commands.mjs';

const [name = 'start', ...args] = process.argv.slice(2);
const command = commands[name];

if (!command) {
  fail(`没有「${name}」这个命令 no such command`, `可用 available: ${Object.keys(commands).join(', ')}`);
}
if (command.progress) banner();

await installModules();
const node = await findNode24();
process.exitCode = await command.run({ node, env: projectEnvironment(node), args, parseArgs });
