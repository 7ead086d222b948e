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

/** A fresh migrated database on the server. @returns its address */
export async function freshPostgresDatabase(serverUrl: string): Promise<string> {
  const template = `template_${await migrationsHash()}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) await makeTemplate(admin, serverUrl, template);
    counter += 1;
    const name = `test_${process.pid}_${counter}`;
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    return withDatabase(serverUrl, name);
  } finally {
    await admin.end();
  }
}

async function makeTemplate(admin: pg.Client, serverUrl: string, template: string): Promise<void> {
  const making = `making_${process.pid}`;
  await admin.query(`CREATE DATABASE ${making}`);
  const handle = await openPostgres({ url: withDatabase(serverUrl, making), poolSize: 2 }, quietLog);
  await migrate(handle, quietLog);
  await handle.close();
  await admin.query(`ALTER DATABASE ${making} RENAME TO ${template}`);
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
