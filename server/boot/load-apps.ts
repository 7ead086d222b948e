import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { NodeHandler } from '../http/front.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * SvelteKit's handlers read their settings from the environment while they load. They believe these headers, which the front writes
 * itself on every request; without them every form over plain HTTP would be refused as cross-site.
 */
const believed = { PROTOCOL_HEADER: 'x-forwarded-proto', HOST_HEADER: 'x-forwarded-host', ADDRESS_HEADER: 'x-gangbo-client' };

/** The built apps; an app that is not built is absent, and the front says so. */
export async function loadApps(): Promise<{ signage: NodeHandler | undefined; studio: NodeHandler | undefined }> {
  Object.assign(process.env, believed);
  return { signage: await loadApp('signage'), studio: await loadApp('studio') };
}

async function loadApp(name: 'signage' | 'studio'): Promise<NodeHandler | undefined> {
  const file = join(root, name, 'build', 'handler.js');
  if (!existsSync(file)) return undefined;
  const built: { handler: NodeHandler } = await import(pathToFileURL(file).href);
  return built.handler;
}

/** Which build of the player lies here, as SvelteKit writes it beside the client's files; nothing where none was built. */
export async function playerRelease(): Promise<string | undefined> {
  const file = join(root, 'signage', 'build', 'client', '_app', 'version.json');
  if (!existsSync(file)) return undefined;
  const { version }: { version: string } = JSON.parse(await readFile(file, 'utf8'));
  return version;
}
