// Reads what was really built for signage and holds it to old glass. A wall that cannot parse its script stays dark.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tooNewInScript, tooNewInStyle } from './old-glass-rules.mjs';
import { root } from './paths.mjs';

const client = join(root, 'signage', 'build', 'client');

const files = await readdir(client, { recursive: true });
if (!files.some((file) => file.endsWith('.js'))) throw new Error('signage is not built');

const problems = [];
for (const file of files) {
  const text = /\.(js|css)$/.test(file) ? await readFile(join(client, file), 'utf8') : '';
  const isWorker = /service-worker|sw\.js$/.test(file);
  const found = file.endsWith('.js') ? tooNewInScript(text, { isWorker }) : tooNewInStyle(text);
  problems.push(...found.map((problem) => `${file}: ${problem}`));
}

if (problems.length) {
  console.error(problems.join('\n'));
  process.exit(1);
}
