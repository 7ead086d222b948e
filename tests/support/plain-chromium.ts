import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.ts';

/**
 * Chromium as a person runs it, over its own protocol (Chrome DevTools Protocol). Playwright tells every page that it is seen and switches off what a
 * browser does to hidden ones; here a tab behind another is hidden, and treated so.
 */
export interface PlainChromium {
  open(url: string): Promise<PlainTab>;
  /** Its processes by kind, as the system numbers them. */
  processes(): Promise<{ type: string; id: number }[]>;
  /** Puts an empty tab in front of everything. */
  cover(): Promise<void>;
  close(): Promise<void>;
}

export interface PlainTab {
  evaluate<T>(expression: string): Promise<T>;
  /** Any command of the protocol, to this tab. */
  call(method: string, params?: Record<string, unknown>): Promise<Record<string, unknown>>;
  front(): Promise<void>;
}

interface Target {
  id: string;
  webSocketDebuggerUrl: string;
}

export async function launchPlainChromium(args: readonly string[] = []): Promise<PlainChromium> {
  const folder = await mkdtemp(join(tmpdir(), 'gangbo-chromium-'));
  const child = spawn(
    process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    [
      '--headless=new',
      '--no-sandbox',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
      ...args,
      'about:blank',
    ],
    { stdio: 'ignore' },
  );
  const gone = once(child, 'exit');
  let port = '';
  await until(async () => {
    [port = ''] = (await readFile(join(folder, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n');
    return port !== '';
  });
  const ask = async (path: string, method = 'GET') =>
    (await fetch(`http://127.0.0.1:${port}/json${path}`, { method })).json() as Promise<Target>;
  const sockets: WebSocket[] = [];
  return {
    async open(url) {
      const target = await ask(`/new?${encodeURIComponent(url)}`, 'PUT');
      const socket = new WebSocket(target.webSocketDebuggerUrl);
      sockets.push(socket);
      const tab = await attach(socket);
      await until(() => tab.evaluate<boolean>('document.readyState === "complete"'));
      return { ...tab, front: async () => void (await fetch(`http://127.0.0.1:${port}/json/activate/${target.id}`)) };
    },
    async processes() {
      const socket = new WebSocket((await ask('/version')).webSocketDebuggerUrl);
      const { call } = await attach(socket);
      const { processInfo } = (await call('SystemInfo.getProcessInfo')) as { processInfo: { type: string; id: number }[] };
      socket.close();
      return processInfo;
    },
    async cover() {
      await ask('/new?about:blank', 'PUT');
    },
    async close() {
      for (const socket of sockets) socket.close();
      child.kill();
      await gone;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface Answer {
  id: number;
  error?: { message: string };
  result?: { result?: { value?: unknown }; exceptionDetails?: { text: string; exception?: { description?: string } } };
}

async function attach(socket: WebSocket): Promise<Omit<PlainTab, 'front'>> {
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let last = 0;
  const call = async (method: string, params: Record<string, unknown> = {}) => {
    last += 1;
    const id = last;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { error, result } = await answered;
    if (error) throw new Error(`${method}: ${error.message}`);
    return (result ?? {}) as NonNullable<Answer['result']> & Record<string, unknown>;
  };
  return {
    call,
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result?.value as T;
    },
  };
}
