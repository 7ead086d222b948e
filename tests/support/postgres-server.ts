import { execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort, MissingServer, type RunningServer, stopChild, untilAnswers } from './running-server.ts';

/** What a test's database holds is worth nothing. */
const fast = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

/** A real PostgreSQL on a port and in a folder of its own: as fast as it goes, or `durable` as a station's would be (benches). */
export async function startPostgres({ durable = false } = {}): Promise<RunningServer> {
  const bin = await binaries();
  const dir = await mkdtemp(join(tmpdir(), 'gangbo-postgres-'));
  const user = unprivilegedUser();
  if (user) await chown(dir, user.uid, user.gid);
  const spawning: SpawnOptions = {
    ...user,
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
  };

  const data = join(dir, 'data');
  await done(
    spawn(join(bin, 'initdb'), ['-D', data, '-U', 'gangbo', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C.UTF-8'], spawning),
  );
  const port = await freePort();
  const settings = { ...(durable ? {} : fast), max_connections: '300', shared_buffers: '128MB' };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', dir, ...flags], spawning);
  const url = `postgres://gangbo@127.0.0.1:${port}/postgres`;
  await untilAnswers('postgres', child, async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.end();
  });
  return {
    url,
    child,
    async stop() {
      // SIGINT is PostgreSQL's fast shutdown: it doesn't wait for clients.
      await stopChild(child, 'SIGINT');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The newest version that Debian or the PATH offers. */
async function binaries(): Promise<string> {
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest !== undefined) return join(debian, newest, 'bin');
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
  } catch (cause) {
    throw new MissingServer('postgresql', cause);
  }
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const name = ['postgres', 'nobody'].find((candidate) => idOf(candidate, '-u') !== undefined) ?? 'nobody';
  return { uid: idOf(name, '-u') ?? 65_534, gid: idOf(name, '-g') ?? 65_534 };
}

function idOf(user: string, flag: '-u' | '-g'): number | undefined {
  try {
    return Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

function done(child: ReturnType<typeof spawn>): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${child.spawnfile} ended with ${code}: ${said}`))));
  });
}
