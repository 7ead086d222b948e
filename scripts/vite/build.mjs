// `vite build`, and then out: the translation compiler's SDK leaves timers behind that would hold the process for half a minute.
// Usage: node scripts/vite/build.mjs signage|studio
import { join, resolve } from 'node:path';
import { createBuilder } from 'vite';

const app = process.argv[2];
if (app !== 'signage' && app !== 'studio') throw new Error('which app? signage or studio');

const root = resolve(import.meta.dirname, '../..', app);
const builder = await createBuilder({ root, configFile: join(root, 'vite.config.ts'), mode: 'production', logLevel: 'warn' });
await builder.buildApp();
process.exit(0);
