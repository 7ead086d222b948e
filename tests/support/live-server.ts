import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { build, type Plugin } from 'vite';
import type { Env } from '#server/http/env.ts';
import { answerError } from '#server/http/errors.ts';
import { HLS_PREFIX, hlsRoutes } from '#server/http/live-hls.ts';
import { hlsDirect } from '#server/http/live-hls-direct.ts';
import { signallingRoutes } from '#server/http/live-signalling.ts';
import { RECORDED_PREFIX, recordedMediaRoutes } from '#server/http/recorded-media.ts';
import type { Recogniser } from '#server/media/captions/recogniser.ts';
import { LiveMedia } from '#server/media/live-media.ts';
import type { ProgramSink } from '#server/media/packager/program-sink.ts';
import type { RecordingShelf } from '#server/media/recording/shelf.ts';
import { findWorkerBinary } from '#server/media/worker-binary.ts';
import type { Context } from '#server/services/context.ts';

const root = join(import.meta.dirname, '../..');
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** A SFU, a packager and the routes that lead to them, with pages made of the apps' own parts: everything but the database. */
export interface LiveServer {
  readonly origin: string;
  readonly media: LiveMedia;
  close(): Promise<void>;
}

/** The whole API in the place of the routes alone: with a database behind it. */
export type LiveApi = (media: LiveMedia) => { fetch(request: Request): Response | Promise<Response> };

/** @param options.plugins change what the pages are made of */
export async function openLiveServer(options: {
  pages: readonly string[];
  maxViewers?: number;
  plugins?: Plugin[];
  sinks?: (episodeId: string) => readonly ProgramSink[];
  recogniser?: Recogniser;
  smallPicture?: boolean;
  /** Where the SFU listens, for whoever must know it beforehand; any free port else. */
  sfuPort?: number;
  recordings?: { shelf: RecordingShelf; hasEnded: () => boolean };
  port?: number;
  api?: LiveApi | undefined;
}): Promise<LiveServer> {
  const { pages, maxViewers = 50, plugins = [], sinks, recogniser, smallPicture = false, sfuPort = 0, recordings, port = 0 } = options;
  const media = new LiveMedia({
    log: silent,
    maxViewers,
    smallPicture,
    ...(sinks && { sinks }),
    ...(recogniser && { recogniser }),
    ...(recordings && { recordings: recordings.shelf }),
  });
  const started = media.start({
    workers: 1,
    firstPort: sfuPort,
    listenIp: '127.0.0.1',
    announcedAddress: '127.0.0.1',
    workerBin: await workerBinary(),
  });
  const [files] = await Promise.all([buildPages(pages, plugins), started]);
  if (!media.status.ready) throw new Error(`The SFU does not run here: ${media.status.why}`);
  const server = await serve({ media, files, recordings, port, api: options.api?.(media) });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    media,
    async close() {
      await media.close();
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

type Files = Map<string, { body: string | Uint8Array; type: string }>;

/** The apps' own modules, bundled as the apps bundle them. */
async function buildPages(names: readonly string[], plugins: Plugin[]): Promise<Files> {
  const files: Files = new Map();
  const fixtures = join(root, 'tests/fixtures/live-page');
  const result = await build({
    root: fixtures,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { $signage: join(root, 'signage/src/lib') } },
    plugins,
    worker: { format: 'es', plugins: () => plugins },
    build: {
      write: false,
      target: 'chrome107',
      rollupOptions: {
        input: Object.fromEntries(names.map((name) => [name, join(fixtures, `${name}.ts`)])),
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
  for (const name of names) {
    const body = `<!doctype html><meta charset="utf-8"><title>${name}</title><body><script type="module" src="/${name}.js"></script>`;
    files.set(`/${name}.html`, { body, type: 'text/html' });
  }
  return files;
}

interface Served {
  media: LiveMedia;
  files: Files;
  recordings: { shelf: RecordingShelf; hasEnded: () => boolean } | undefined;
  port: number;
  api: ReturnType<LiveApi> | undefined;
}

function serve({ media, files, recordings, port, api }: Served): Promise<Server> {
  const app = new Hono<Env>();
  if (api) for (const path of ['/api/*', '/whip/*', `${HLS_PREFIX}/*`]) app.all(path, (c) => api.fetch(c.req.raw));
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('context', { log: silent, config: { media: {} } } as unknown as Context);
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
      guest: async () => undefined,
      token: async () => undefined,
    });
    await next();
  });
  app.route('/api/live', signallingRoutes(media, { mayHost: async () => {}, mayPublish: async () => {} }));
  app.route(HLS_PREFIX, hlsRoutes(media));
  if (recordings)
    app.route(
      RECORDED_PREFIX,
      recordedMediaRoutes(recordings.shelf, async () => recordings.hasEnded()),
    );
  app.get('/*', (c) => {
    const file = files.get(c.req.path);
    return file ? c.body(file.body as string, 200, { 'content-type': file.type }) : c.notFound();
  });
  const server = createServer(hlsDirect(media, getRequestListener(app.fetch)));
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
