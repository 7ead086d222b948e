import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { openInfrastructure } from '#server/compose.ts';
import { type Config, readConfig } from '#server/config.ts';
import { openDatabase } from '#server/db/driver.ts';
import { lockDataDir } from '#server/db/lock.ts';
import { migrate } from '#server/db/migrate.ts';
import { settings } from '#server/db/schema/org.ts';
import { listSnapshots, restoreSnapshot } from '#server/db/snapshot.ts';
import { whyNotStarted } from '#server/start-refused.ts';
import { quietLog } from '#tests/support/quiet-log.ts';
import { freePort } from '#tests/support/running-server.ts';
import { servers } from '#tests/support/servers.ts';
import { freshPostgresDatabase } from '#tests/support/template.ts';

const toRemove: string[] = [];
afterEach(async () => {
  for (const dir of toRemove.splice(0)) await rm(dir, { recursive: true, force: true });
});
async function dataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'gangbo-start-'));
  toRemove.push(dir);
  return dir;
}
const open = (config: Config) => openInfrastructure(config, { log: quietLog });
const refusal = async (config: Config) =>
  whyNotStarted(
    await open(config).then(
      () => 'started',
      (error: unknown) => error,
    ),
  );
const holder = (dir: string): ChildProcess => fork(join(import.meta.dirname, '../support/hold-data-dir.ts'), [dir], { execArgv: [] });

test('a second process on the same data folder is told whose it is; kill -9 sets the folder free', async () => {
  const dir = await dataDir();
  const child = holder(dir);
  await once(child, 'message');
  const said = await refusal(readConfig({ DATA_DIR: dir }));
  expect(said).toContain('正被另一个进程使用');
  expect(said).toContain(String(child.pid));

  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect(await readdir(dir)).toContain('holder.json');
  const lock = lockDataDir(dir);
  expect(() => lockDataDir(dir)).toThrow('DATA_DIR is in use');
  lock.release();
  lockDataDir(dir).release();
});

test('the holder tells the CLI where it answers', async () => {
  const dir = await dataDir();
  const lock = lockDataDir(dir);
  lock.announce('http://127.0.0.1:3000');
  expect(JSON.parse(await readFile(join(dir, 'holder.json'), 'utf8'))).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:3000' });
  lock.release();
});

test('keys are made at the first start, for the owner alone, and stay the same', async () => {
  const dir = await dataDir();
  const config = readConfig({ DATA_DIR: dir });
  const first = await open(config);
  const sealed = first.context.vault.seal('13800000009');
  const key = first.context.vault.publicKey;
  await first.close();
  for (const name of ['vault.key', 'signing.key']) expect((await stat(join(dir, 'keys', name))).mode & 0o777).toBe(0o600);

  const second = await open(config);
  expect(second.migrated).toEqual({ applied: 0, fresh: false });
  expect(second.context.vault.open(sealed)).toBe('13800000009');
  expect(second.context.vault.publicKey).toEqual(key);
  await second.close();

  await rm(join(dir, 'keys'), { recursive: true });
  expect(await refusal(config)).toContain('密钥与数据库不符');
  await writeFile(join(dir, 'keys', 'vault.key'), 'half a ke');
  expect(await refusal(config)).toContain('已损坏');
});

test('a snapshot brings a lost database back', async () => {
  const dir = await dataDir();
  const config = readConfig({ DATA_DIR: dir });
  if (config.database.kind !== 'pglite') throw new Error('embedded');
  const { dir: dbDir, snapshotDir } = config.database;
  const house = await open(config);
  const note = (key: string) => house.context.db.insert(settings).values({ key, value: 1, updatedAt: house.context.clock.now() });
  await note('before');
  await house.database.snapshot('upgrade');
  await note('after');
  await house.close();

  const [snapshot] = await listSnapshots(snapshotDir);
  expect(snapshot).toMatchObject({ reason: 'upgrade' });
  await rm(dbDir, { recursive: true });
  await cp(snapshot?.file ?? '', join(dir, 'elsewhere.tar.gz'));
  const tar = new Blob([await readFile(join(dir, 'elsewhere.tar.gz'))]);
  expect(await restoreSnapshot(tar, dbDir)).toEqual({ setAside: undefined });

  const again = await open(config);
  const keys = (await again.context.db.select({ key: settings.key }).from(settings)).map((row) => row.key);
  expect(keys).toContain('before');
  expect(keys).not.toContain('after');
  await again.close();
  expect((await restoreSnapshot(tar, dbDir)).setAside).toMatch(/db\.\d{4}-/);
});

test('hourly snapshots are kept for a day and one a day for a week; those before upgrades apart', async () => {
  const dir = await dataDir();
  const house = await open(readConfig({ DATA_DIR: dir }));
  const snapshotDir = join(dir, 'snapshots');
  await mkdir(snapshotDir, { recursive: true });
  const now = Date.now();
  for (let hours = 1; hours <= 24 * 12; hours += 1) {
    const at = new Date(now - hours * 3_600_000).toISOString().slice(0, 19).replaceAll(':', '-');
    await writeFile(join(snapshotDir, `${at}Z.hourly.tar.gz`), '');
  }
  await writeFile(join(snapshotDir, '2020-01-01T00-00-00Z.upgrade.tar.gz'), '');
  await house.database.snapshot('hourly');
  await house.close();
  const left = await listSnapshots(snapshotDir);
  expect(left[0]?.reason).toBe('hourly');
  expect(left.filter(({ at }) => now - Date.parse(at) <= 24 * 3_600_000).length).toBeGreaterThanOrEqual(24);
  expect(new Set(left.filter(({ reason }) => reason === 'hourly').map(({ at }) => at.slice(0, 10))).size).toBe(7);
  expect(left.length).toBeLessThanOrEqual(24 + 7 + 1);
  expect(left.at(-1)).toMatchObject({ reason: 'upgrade' });
  expect((await stat(left[0]?.file ?? '')).size).toBeGreaterThan(1_000_000);
});

test('a database that a newer release has written is left alone', async () => {
  const { postgresUrl } = await servers();
  const config = readConfig({ DATA_DIR: await dataDir(), DATABASE_URL: await freshPostgresDatabase(postgresUrl) });
  const database = await openDatabase(config, quietLog);
  await database.db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`);
  await database.close();
  expect(await refusal(config)).toContain('更新的版本');
});

test('many processes that start at once migrate once', async () => {
  const { postgresUrl } = await servers();
  const url = new URL(await freshPostgresDatabase(postgresUrl));
  const empty = await openDatabase({ dataDir: '', database: { kind: 'postgres', url: url.toString(), poolSize: 2 } }, quietLog);
  const name = `empty_${process.pid}`;
  await empty.db.execute(sql.raw(`create database ${name}`));
  await empty.close();
  url.pathname = `/${name}`;
  const results = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const handle = await openDatabase({ dataDir: '', database: { kind: 'postgres', url: url.toString(), poolSize: 2 } }, quietLog);
      const migrated = await migrate(handle, quietLog);
      await handle.close();
      return migrated;
    }),
  );
  expect(results.filter((result) => result.fresh)).toHaveLength(1);
});

test('servers that do not answer are named, without their passwords', async () => {
  const port = await freePort();
  const { postgresUrl } = await servers();
  const dir = await dataDir();
  const noPostgres = await refusal(readConfig({ DATA_DIR: dir, DATABASE_URL: `postgres://gangbo:hunter2@127.0.0.1:${port}/gangbo` }));
  expect(noPostgres).toMatch(new RegExp(`连不上 PostgreSQL（127\\.0\\.0\\.1:${port}/gangbo`));
  expect(noPostgres).not.toContain('hunter2');
  const noRedis = await refusal(
    readConfig({ DATA_DIR: dir, DATABASE_URL: await freshPostgresDatabase(postgresUrl), REDIS_URL: `redis://:hunter3@127.0.0.1:${port}` }),
  );
  expect(noRedis).toMatch(new RegExp(`连不上 Redis（127\\.0\\.0\\.1:${port}`));
  expect(noRedis).not.toContain('hunter3');
});
