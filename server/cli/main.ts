import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from './command.ts';

const folder = join(import.meta.dirname, 'commands');

const [name, ...args] = process.argv.slice(2);
const names = (await readdir(folder)).filter((file) => /^[a-z-]+\.ts$/.test(file)).map((file) => file.slice(0, -3));

if (name === undefined || !names.includes(name)) {
  process.stderr.write(`${await listed()}\n`);
  process.exitCode = name === undefined || name === 'help' || name === '--help' ? 0 : 1;
} else {
  process.exitCode = await runNamed(name);
}

async function runNamed(command: string): Promise<number> {
  try {
    return await (await load(command)).run(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function load(command: string): Promise<Command> {
  const module = (await import(join(folder, `${command}.ts`))) as { command: Command };
  return module.command;
}

async function listed(): Promise<string> {
  const lines = await Promise.all(
    names.sort().map(async (each) => {
      const { usage, summary } = await load(each);
      return `  npm run gangbo -- ${usage}\n      ${summary}`;
    }),
  );
  return ['可用的命令 · commands:', ...lines].join('\n');
}
