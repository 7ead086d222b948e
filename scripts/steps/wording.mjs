// Every message exists in both languages, with the same placeholders, in a file that the project loads.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';

const problems = [];
const json = async (...path) => JSON.parse(await readFile(join(root, ...path), 'utf8'));
const placeholders = (message) => [...new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? [])].sort().join(' ');

for (const app of ['signage', 'studio']) {
  const settings = await json(app, 'project.inlang', 'settings.json');
  const loaded = settings['plugin.inlang.messageFormat'].pathPattern.map((pattern) => pattern.split('/').at(-1));
  const [base, ...others] = settings.locales;
  const seen = new Map();
  for (const file of (await readdir(join(root, app, 'messages', base))).sort()) {
    if (!loaded.includes(file)) problems.push(`${app}/messages/${base}/${file} is not listed in ${app}/project.inlang/settings.json`);
    const wording = await json(app, 'messages', base, file);
    for (const [key, message] of Object.entries(wording)) {
      if (seen.has(key)) problems.push(`${app}: "${key}" stands in both ${seen.get(key)} and ${file}; one would silently win`);
      seen.set(key, file);
      if (message === '') problems.push(`${app}/${base}/${file}: "${key}" is empty`);
    }
    for (const locale of others) {
      const other = await json(app, 'messages', locale, file);
      const missing = Object.keys(wording).filter((key) => !other[key]);
      const surplus = Object.keys(other).filter((key) => !(key in wording));
      if (missing.length) problems.push(`${app}/${locale}/${file} lacks: ${missing.join(', ')}`);
      if (surplus.length) problems.push(`${app}/${locale}/${file} has what ${base} lacks: ${surplus.join(', ')}`);
      for (const key of Object.keys(wording)) {
        if (other[key] && placeholders(other[key]) !== placeholders(wording[key])) {
          problems.push(`${app}/${locale}/${file}: "${key}" has other placeholders than ${base}`);
        }
      }
    }
  }
}

if (problems.length) {
  console.error(problems.join('\n'));
  process.exit(1);
}
