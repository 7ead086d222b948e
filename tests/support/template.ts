import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openPgliteInMemory } from '#server/db/driver-pglite.ts';
import { openPostgres } from '#server/db/driver-postgres.ts';
import { migrate, migrationsFolder } from '#server/db/migrate.ts';
import { quietLog } from './quiet-log.ts';

/**
 * A migrated, empty database to copy: making one takes seconds, copying one 0.3 s. PGlite's lies in the temporary folder under the
 * migrations' own hash, so that it outlives the test run but no change.
 */
export async function pgliteTemplate(): Promise<Blob> {
  const file = join(tmpdir(), `gangbo-template-${await migrationsHash()}.tar`);
  const known = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (known) return new Blob([known]);
  const handle = await openPgliteInMemory();
  await migrate(handle, quietLog);
  const made = await handle.dump();
  await handle.close();
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, Buffer.from(await made.arrayBuffer()));
  await rename(aside, file);
  return made;
}

let counter = 0;

/** A fresh database, migrated, on a server that has the template. @returns its address */
export async function freshPostgresDatabase(serverUrl: string): Promise<string> {
  counter += 1;
  const name = `test_${process.pid}_${counter}`;
  await asAdmin(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${await templateName()}`);
  return withDatabase(serverUrl, name);
}

/** What `freshPostgresDatabase` copies. */
export async function makePostgresTemplate(serverUrl: string): Promise<void> {
  const name = await templateName();
  await asAdmin(serverUrl, `CREATE DATABASE ${name}`);
  const handle = await openPostgres({ url: withDatabase(serverUrl, name), poolSize: 2 }, quietLog);
  await migrate(handle, quietLog);
  await handle.close();
}

const templateName = async (): Promise<string> => `template_${await migrationsHash()}`;

async function asAdmin(serverUrl: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

let hash: Promise<string> | undefined;

function migrationsHash(): Promise<string> {
  hash ??= (async () => {
    const files = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).sort();
    const sum = createHash('sha256').update(process.versions.node);
    for (const name of files) sum.update(name).update(await readFile(join(migrationsFolder, name)));
    const bullmq: unknown = JSON.parse(await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8'));
    // The queue's schema is in the template too.
    sum.update(JSON.stringify((bullmq as { packages: Record<string, { version?: string }> }).packages['node_modules/bullmq']?.version));
    return sum.digest('hex').slice(0, 16);
  })();
  return hash;
}
