import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Browser, chromium, type Page } from '@playwright/test';
import { Hono } from 'hono';
import { build } from 'vite';
import type { Env } from '#server/http/env.ts';
import { answerError } from '#server/http/errors.ts';
import { HLS_PREFIX, hlsRoutes } from '#server/http/live-hls.ts';
import { signallingRoutes } from '#server/http/live-signalling.ts';
import { LiveMedia } from '#server/media/live-media.ts';
import type { ProgramEvents } from '#server/media/live-program.ts';
import { findWorkerBinary } from '#server/media/worker-binary.ts';
import type { Context } from '#server/services/context.ts';

const root = join(import.meta.dirname, '../../..');
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** A SFU, a packager and the routes that lead to them, with pages made of the apps' own parts: everything but the database. */
export interface Stage {
  readonly origin: string;
  readonly media: LiveMedia;
  readonly hostEvents: { what: keyof ProgramEvents; atMs: number }[];
  open(page: 'host' | 'viewer'): Promise<Page>;
  /** Closes every page and ends every show: the next test has the machine to itself. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(options: { maxViewers?: number } = {}): Promise<Stage> {
  const hostEvents: Stage['hostEvents'] = [];
  const shows = new Set<string>();
  const media = new LiveMedia({ log: silent, maxViewers: options.maxViewers ?? 50 });
  const heard = (what: keyof ProgramEvents) => () => void hostEvents.push({ what, atMs: performance.now() });
  media.observe((episodeId) => {
    shows.add(episodeId);
    return { hostLost: heard('hostLost'), hostBack: heard('hostBack'), clockChanged: heard('clockChanged') };
  });
  const started = media.start({
    workers: 1,
    firstPort: 0,
    listenIp: '127.0.0.1',
    announcedAddress: '127.0.0.1',
    workerBin: await workerBinary(),
  });
  const [files, browser] = await Promise.all([buildPages(), launch(), started]);
  if (!media.status.ready) throw new Error(`The SFU does not run here: ${media.status.why}`);
  const server = await serve(media, files);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    media,
    hostEvents,
    async open(name) {
      const context = await browser.newContext({ permissions: ['camera', 'microphone'], viewport: { width: 1280, height: 720 } });
      const page = await context.newPage();
      await page.goto(`${origin}/${name}.html`);
      return page;
    },
    async clear() {
      for (const episodeId of shows) media.end(episodeId);
      shows.clear();
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      media.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The worker that `npm start` brings: prebuilt, built here before, or given. */
export async function workerBinary(): Promise<string> {
  const found = await findWorkerBinary({ dataDir: join(root, 'data'), given: process.env.MEDIASOUP_WORKER_BIN });
  if (found.state !== 'ready') throw new Error(`The media worker is ${found.state}: ${found.what.en}`);
  return found.binary;
}

async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  });
}

type Files = Map<string, { body: string | Uint8Array; type: string }>;

/** The apps' own modules, bundled as the apps bundle them. */
async function buildPages(): Promise<Files> {
  const files: Files = new Map();
  const fixtures = join(root, 'tests/fixtures/live-page');
  const result = await build({
    root: fixtures,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { $signage: join(root, 'signage/src/lib') } },
    worker: { format: 'es' },
    build: {
      write: false,
      target: 'chrome107',
      rollupOptions: {
        input: { host: join(fixtures, 'host.ts'), viewer: join(fixtures, 'viewer.ts') },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  for (const bundle of Array.isArray(result) ? result : [result]) {
    if (!('output' in bundle)) continue;
    for (const item of bundle.output) {
      files.set(`/${item.fileName}`, { body: item.type === 'chunk' ? item.code : item.source, type: 'text/javascript' });
    }
  }
  for (const name of ['host', 'viewer']) {
    const body = `<!doctype html><meta charset="utf-8"><title>${name}</title><body><script type="module" src="/${name}.js"></script>`;
    files.set(`/${name}.html`, { body, type: 'text/html' });
  }
  return files;
}

function serve(media: LiveMedia, files: Files): Promise<Server> {
  const app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('context', { log: silent } as unknown as Context);
    c.set('locale', 'zh-CN');
    c.set('clientAddress', '127.0.0.1');
    c.set('identify', {
      staff: async () => ({
        kind: 'staff',
        userId: 'host',
        name: '主播',
        grants: [{ role: 'host', regionPath: null, employerId: null }],
      }),
      seeker: async () => undefined,
      screen: async () => undefined,
    });
    await next();
  });
  app.route('/api/live', signallingRoutes(media, { mayHost: async () => {}, mayPublish: async () => {} }));
  app.route(HLS_PREFIX, hlsRoutes(media));
  app.get('/*', (c) => {
    const file = files.get(c.req.path);
    return file ? c.body(file.body as string, 200, { 'content-type': file.type }) : c.notFound();
  });
  const server = createServer(getRequestListener(app.fetch));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Waits for a fact, never for time. @throws when it does not come */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 20_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
