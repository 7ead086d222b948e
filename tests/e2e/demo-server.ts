import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, stopChild } from '#tests/support/running-server.ts';
import { until } from '#tests/support/until.ts';

const root = join(import.meta.dirname, '..', '..');

type DemoRole = 'admin' | 'clerk' | 'approver' | 'host';

export interface DemoServer {
  url: string;
  /** Of the server, whose children are the media workers. */
  pid: number | undefined;
  /** The path of the code that a screen shows now. */
  codeOn(screenName: string): Promise<string>;
  /** The newest one-time code that a phone would have received. */
  lastCode(): Promise<string>;
  /** What a tab of one of the demo's people is let in with. */
  tokenOf(role: DemoRole): Promise<string>;
  /** Calls the API as one of the demo's people. */
  as(role: DemoRole, method: string, path: string, body?: unknown): Promise<Response>;
  /** In order; its data stay. */
  end(): Promise<void>;
  stop(): Promise<void>;
}

/** A folder of a demo that was planted and ended in order, for others to begin with. */
export async function plantDemo(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gangbo-planted-'));
  const demo = await startDemo({}, dataDir);
  await demo.end();
  return dataDir;
}

/** A folder of its own; with the demo's data where this run has planted them (global-setup.ts). */
async function dataFolder(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gangbo-demo-'));
  const planted = process.env.DEMO_PLANTED;
  if (planted !== undefined) await cp(planted, dataDir, { recursive: true });
  return dataDir;
}

/** The whole product with its demo's data, as `npm start -- --demo` runs it, on a port and in a folder of its own. */
export async function startDemo(env: Record<string, string> = {}, givenDir?: string): Promise<DemoServer> {
  const dataDir = givenDir ?? (await dataFolder());
  const [port, mediaPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(root, 'server', 'main.ts'), '--demo'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      HTTPS_PORT: '0',
      MEDIA_PORT: String(mediaPort),
      DATA_DIR: dataDir,
      PUBLIC_URL: url,
      LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the server ended with ${code}: ${said.slice(-2_000)}`);
  });
  ended.catch(() => undefined);

  const json = async <T>(path: string): Promise<T> => (await fetch(url + path)).json() as Promise<T>;
  const screens = () => json<{ screens: { id: string; name: string }[] }>('/api/demo/story').then((story) => story.screens);
  const codeOn = async (screenName: string) => {
    const screen = (await screens()).find((each) => each.name === screenName);
    if (!screen) throw new Error(`the demo has no screen ${screenName}`);
    return (await json<{ path: string }>(`/api/demo/screens/${screen.id}/link`)).path;
  };
  // Ready when every wall has a page of jobs: the show is planted after them, and all else behind it.
  const ready = until(async () => {
    const found = await fetch(`${url}/api/demo/story`).catch(() => undefined);
    if (!found?.ok) return false;
    return ((await found.json()) as { episodeId: string | null }).episodeId !== null;
  }, 60_000);
  await Promise.race([ready, ended]);

  const post = (to: string, sent: unknown, headers: Record<string, string> = {}) =>
    fetch(url + to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(sent) });
  const tokens = new Map<DemoRole, string>();
  const tokenOf = async (role: DemoRole): Promise<string> => {
    const known = tokens.get(role) ?? ((await (await post('/api/demo/tabs', { role })).json()) as { token: string }).token;
    tokens.set(role, known);
    return known;
  };
  return {
    url,
    pid: child.pid,
    codeOn,
    lastCode: async () => (await json<{ code: string | null }>('/api/demo/last-code')).code ?? '',
    tokenOf,
    async as(role, method, path, body) {
      const headers = { authorization: `Bearer ${await tokenOf(role)}` };
      return body === undefined ? fetch(url + path, { method, headers }) : post(path, body, headers);
    },
    end: () => stopChild(child, 'SIGTERM'),
    async stop() {
      await stopChild(child, 'SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
