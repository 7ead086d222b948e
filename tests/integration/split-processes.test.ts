import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { sampleFiles } from '#server/services/demo/samples.ts';
import { GangboProcess } from '../support/gangbo-process.ts';
import { visitor } from '../support/http-app.ts';
import { freePort } from '../support/running-server.ts';
import { ScreenDevice } from '../support/screen-device.ts';
import { servers } from '../support/servers.ts';
import { freshPostgresDatabase } from '../support/template.ts';
import { until } from '../support/until.ts';
import { porter } from './desk-world.ts';

const region = '330102';
const stationName = '城站火车站星工驿站';

// Two processes and nothing between them but PostgreSQL and Redis: what the server stores, the workers make boards of.
describe('server and workers as processes of their own', () => {
  const running: GangboProcess[] = [];
  const dirs: string[] = [];
  let shared: Record<string, string>;
  let origin: string;
  let server: GangboProcess;
  let workers: GangboProcess;
  let people: Awaited<ReturnType<typeof staffHouse>>;
  let screen: ScreenDevice;

  beforeAll(async () => {
    const { postgresUrl, redisUrl } = await servers();
    shared = {
      DATABASE_URL: await freshPostgresDatabase(postgresUrl),
      REDIS_URL: redisUrl,
      VAULT_KEY: randomBytes(32).toString('base64'),
      SIGNING_KEY: randomBytes(32).toString('base64'),
      SMS_DRIVER: 'off',
    };
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    server = await run('server', {
      PORT: String(port),
      HTTPS_PORT: '0',
      PUBLIC_URL: origin,
      MEDIA_PORT: String(await freePort()),
    });
    workers = await run('workers');
    const [, token = ''] = await server.says(/join\?token=([\w-]+)/);
    people = await staffHouse(origin, token);
    screen = await pairedScreen(origin, people.clerk);
  });

  afterAll(async () => {
    screen?.close();
    for (const each of running) await each.end('SIGKILL');
    for (const dir of dirs) await rm(dir, { recursive: true, force: true });
  });

  /** Each on a machine of its own: they share no folder. */
  async function run(role: 'server' | 'workers', more: Record<string, string> = {}) {
    const dir = await mkdtemp(join(tmpdir(), `gangbo-split-${role}-`));
    dirs.push(dir);
    const started = new GangboProcess(role, { ...shared, DATA_DIR: dir, ...more });
    running.push(started);
    return started;
  }

  const onGlass = async (postingId: string) => {
    await screen.fetchManifest();
    return screen.held !== undefined && postingsOn(screen.held).includes(postingId);
  };

  let first: string;

  it('shows on a paired screen, under its seal, what two people put before the public', async () => {
    first = await publish(people, '搬运工');
    await until(() => onGlass(first), 30_000);
    expect(screen.held).toMatchObject({ screenId: screen.screenId, station: { name: stationName } });
  });

  it('does after a kill -9 of the workers what was asked meanwhile, as soon as workers run again', async () => {
    await workers.end('SIGKILL');
    expect(workers.child.signalCode).toBe('SIGKILL');
    const heldBefore = screen.held?.version ?? 0;

    const second = await publish(people, '保洁员');
    await expectStatus(people.clerk.call('POST', `/api/postings/${first}/withdraw`, { reason: '人已招满' }), 204);
    // Nobody composes: the server answers, and its boards stand still.
    expect(await screen.fetchManifest()).toBe('kept');
    expect(screen.held?.version).toBe(heldBefore);

    workers = await run('workers');
    await until(async () => (await onGlass(second)) && !(await onGlass(first)), 45_000);
    expect(screen.held?.version).toBeGreaterThan(heldBefore);
  });

  it('refuses workers without REDIS_URL, in words', async () => {
    const lost = await run('workers', { REDIS_URL: '' });
    expect(await lost.end()).toBe(1);
    expect(lost.said).toContain('server 与 workers 分开运行需要 DATABASE_URL 和 REDIS_URL');
    expect(lost.said).not.toMatch(/^\s+at /m);
  });

  it('ends both in order at SIGTERM', async () => {
    screen.close();
    const codes = await Promise.all([workers.end('SIGTERM'), server.end('SIGTERM')]);
    expect(codes, `${server.said.slice(-2_000)}\n${workers.said.slice(-2_000)}`).toEqual([0, 0]);
  });
});

type Visitor = ReturnType<typeof visitor>;
type Answer = Awaited<ReturnType<Visitor['call']>>;

async function expectStatus(asked: Promise<Answer>, status: number): Promise<Answer['body']> {
  const answer = await asked;
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  return answer.body;
}

/** By the link that the first start prints, then by invitations: nobody is put into the database. */
async function staffHouse(origin: string, setupToken: string) {
  const join = async (name: string, token: string) => {
    const person = visitor({ request: fetch }, origin);
    const words = { username: name, password: `a long phrase for ${name}` };
    await expectStatus(person.call('POST', '/api/staff/accept-invitation', { ...words, name, token }), 201);
    await expectStatus(person.call('POST', '/api/auth/sign-in/username', words), 200);
    return person;
  };
  const admin = await join('admin', setupToken);
  await expectStatus(admin.call('POST', '/api/regions/import', JSON.parse(await readFile(sampleFiles.stations, 'utf8'))), 200);
  const invite = async (role: 'clerk' | 'approver') => {
    const { url } = await expectStatus(admin.call('POST', '/api/staff/invitations', { role, regionCode: region }), 201);
    return await join(role, new URL(String(url)).searchParams.get('token') ?? '');
  };
  return { clerk: await invite('clerk'), approver: await invite('approver') };
}

async function pairedScreen(origin: string, clerk: Visitor): Promise<ScreenDevice> {
  const { text } = await expectStatus(clerk.call('GET', '/api/screens'), 200);
  const all = JSON.parse(String(text)) as { id: string; station: { id: string; name: string } }[];
  const wall = all.find(({ station }) => station.name === stationName);
  if (!wall) throw new Error(`no screen at ${stationName}: ${text}`);
  const device = new ScreenDevice(origin);
  const { code } = await device.askForCode();
  await expectStatus(clerk.call('POST', '/api/screens/pair', { code, stationId: wall.station.id, screenId: wall.id }), 201);
  expect((await device.openSession(wall.id)).status).toBe(200);
  return device;
}

/** Entered by the clerk, employer seen and posting approved by a colleague. */
async function publish({ clerk, approver }: { clerk: Visitor; approver: Visitor }, trade: string): Promise<string> {
  const facts = porter({ trade });
  const entered = await expectStatus(clerk.call('POST', '/api/postings', { regionCode: region, facts, submit: true }), 201);
  const posting = await expectStatus(approver.call('GET', `/api/postings/${entered.id}`), 200);
  if (posting.employerChecked !== true)
    await expectStatus(approver.call('POST', `/api/employers/${posting.employerId}/check`, { how: 'licence' }), 204);
  await expectStatus(approver.call('POST', `/api/approvals/${entered.id}/approve`, { version: posting.version }), 200);
  return String(entered.id);
}

const postingsOn = (manifest: SignedManifest): string[] =>
  manifest.slides.flatMap((slide) => (slide.kind === 'jobs' ? slide.rows.map((row) => row.postingId) : []));
