import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maskPhone } from '#server/domain/seeker/phone.ts';
import { lanAddress } from '#server/lan-address.ts';
import { freePort, stopChild } from '#tests/support/running-server.ts';
import { until } from '#tests/support/until.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const startsWithinMs = 90_000;

export interface RunningHouse {
  /** What codes and phones use. */
  url: string;
  /** What screens and staff use. */
  secureUrl: string;
  dataDir: string;
  /** The one-time link that the first start printed. */
  setUpLink: string;
  /** The one-time code sent last to this number, read off the server's terminal as its operator would. */
  codeFor(phone: string): Promise<string>;
  /** As a power cut, or the kernel's OOM killer: no word of farewell. */
  kill(): Promise<void>;
  /** Again on the same data and ports, after `kill`. */
  startAgain(): Promise<void>;
  /** Kills what sends the pictures of shows on, and waits until another is in its place. */
  killMediaWorkers(): Promise<void>;
  stop(): Promise<void>;
}

export interface HouseAsked {
  /** Runs the server in this network namespace. */
  namespace?: string;
  /** Its address there; without a namespace, this machine's own on its network. */
  address?: string;
  env?: Record<string, string>;
}

/** The product as `npm start` runs it on an empty folder: no demo, HTTPS from its own authority, codes printed on the terminal. */
export async function startHouse({ namespace, address, env = {} }: HouseAsked = {}): Promise<RunningHouse> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gangbo-house-'));
  const [port, httpsPort, mediaPort] = [await freePort(), await freePort(), await freePort()];
  const host = address ?? lanAddress();
  const url = `http://${host}:${port}`;
  // No PUBLIC_URL: as at a station, the house has to find its address by itself.
  const settings: Record<string, string> = {
    PORT: String(port),
    HTTPS_PORT: String(httpsPort),
    MEDIA_PORT: String(mediaPort),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ...env,
  };

  let child: ChildProcess;
  let terminal = '';
  const start = async (): Promise<void> => {
    let said = '';
    const command = [process.execPath, join(root, 'server', 'main.ts')];
    const [program = '', ...args] = namespace === undefined ? command : ['ip', 'netns', 'exec', namespace, ...command];
    child = spawn(program, args, { cwd: root, env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      terminal += chunk.toString();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the server ended with ${code}: ${said.slice(-2_000)}`);
    });
    ended.catch(() => undefined);
    await Promise.race([until(() => said.includes('Gangbo is ready') && said.includes('/api/docs'), startsWithinMs), ended]);
  };
  await start();
  await until(() => /join\?token=\S+/.test(terminal));
  const token = terminal.match(/join\?token=(\S+)/)?.[1] ?? '';

  return {
    url,
    secureUrl: `https://${host}:${httpsPort}`,
    dataDir,
    setUpLink: `https://${host}:${httpsPort}/studio/join?token=${token}`,
    async codeFor(phone) {
      const sent = new RegExp(`${maskPhone(phone).replaceAll('*', '\\*')}\\s+验证码 code (\\d{4,8})`, 'g');
      await until(() => terminal.search(sent) >= 0);
      return [...terminal.matchAll(sent)].at(-1)?.[1] ?? '';
    },
    kill: () => stopChild(child, 'SIGKILL'),
    startAgain: start,
    async killMediaWorkers() {
      const killed = await mediaWorkersOf(child);
      if (killed.length === 0) throw new Error('no media worker runs');
      for (const pid of killed) process.kill(pid, 'SIGKILL');
      await until(async () => {
        const others = await mediaWorkersOf(child);
        return others.length === killed.length && others.every((pid) => !killed.includes(pid));
      });
    },
    async stop() {
      await stopChild(child, 'SIGTERM');
      if (process.env.SHOW_TERMINAL) process.stderr.write(terminal);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function mediaWorkersOf({ pid }: ChildProcess): Promise<number[]> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number);
  // One that has just ended has no name any more.
  const names = await Promise.all(children.map((child) => readFile(`/proc/${child}/comm`, 'utf8').catch(() => '')));
  return children.filter((_, at) => names[at]?.startsWith('mediasoup'));
}
