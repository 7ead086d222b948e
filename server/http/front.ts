import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { StartRefused } from '../start-refused.ts';
import type { Client, ReadClient } from './client.ts';
import { cutSlowBodies, type Pace } from './slow-bodies.ts';

export type NodeHandler = (request: IncomingMessage, response: ServerResponse, next?: () => void) => unknown;

export interface FrontParts {
  /** Hono: /api, /whip, /whep, and the program's media files, live and recorded. */
  api: NodeHandler;
  /** The same Hono without a network between: SvelteKit's server-side loads come this way. */
  fetchApi: (request: Request) => Response | Promise<Response>;
  /** SvelteKit's handlers; absent until the apps are built, or where Vite serves them. */
  studio: NodeHandler | undefined;
  signage: NodeHandler | undefined;
  readClient: ReadClient;
  /** Told the address of whoever asks. */
  saw: (address: string) => void;
}

/** A platform's proof of a domain lies at its root, among the apps' pages. */
const apiPaths = /^\/(?:(?:api|whip|whep|live-media|recorded)(?:\/|\?|$)|MP_verify_[A-Za-z\d]+\.txt$)/;
const studioPaths = /^\/studio(\/|\?|$)/;

/**
 * One port for everything. The front writes the headers that the rooms behind it believe (SvelteKit through PROTOCOL_HEADER and
 * friends, better-auth, our own limits), so that none of them ever reads a client's own claim.
 */
export function front({ api, fetchApi, studio, signage, readClient, saw }: FrontParts): NodeHandler {
  return (request, response) => {
    const client = readClient(request);
    saw(client.address);
    request.headers['x-forwarded-proto'] = client.protocol;
    request.headers['x-forwarded-host'] = client.host;
    request.headers['x-gangbo-client'] = client.address;
    const url = request.url ?? '/';
    if (apiPaths.test(url)) return api(request, response);
    // Read by the apps' handleFetch as `event.platform.req.api` (signage/src/app.d.ts).
    Object.assign(request, { api: inProcess(fetchApi, client) });
    const app = studioPaths.test(url) ? studio : signage;
    // As the API's own (secureHeaders): a file is what its type says, and an address with a token in it stays here.
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'same-origin');
    if (app) return app(request, response, () => response.writeHead(404).end());
    response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' });
    return response.end('界面尚未构建：请运行 npm start。\nThe apps are not built yet: run npm start.\n');
  };
}

/** A server-side load asks on behalf of its visitor: the same address, protocol and host, never its own claims. */
const inProcess = (fetchApi: FrontParts['fetchApi'], client: Client) => (request: Request) => {
  const headers = new Headers(request.headers);
  headers.set('x-forwarded-proto', client.protocol);
  headers.set('x-forwarded-host', client.host);
  headers.set('x-gangbo-client', client.address);
  return fetchApi(new Request(request, { headers }));
};

/**
 * Times to *receive* a request in: answers may take days (screens listen that long). An hour lets the largest upload in at 230 kbit/s; whoever sends
 * slower than anybody needs to is cut off long before (./slow-bodies.ts).
 */
const limits = {
  requestTimeout: 3_600_000,
  headersTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
};
export type ServerLimits = Partial<typeof limits & { pace: Pace }>;

export function httpServer(handler: NodeHandler, { pace, ...given }: ServerLimits = {}): Server {
  const server = createServer({ ...limits, ...given });
  return serve(server, handler, pace);
}

export function httpsServer(tls: { key: string; cert: string }, handler: NodeHandler, { pace, ...given }: ServerLimits = {}): TlsServer {
  const server = createTlsServer({ ...limits, ...given, ...tls });
  return serve(server, handler, pace);
}

function serve<Kind extends Server | TlsServer>(server: Kind, handler: NodeHandler, pace: Pace | undefined): Kind {
  const bodies = cutSlowBodies(server, pace);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    bodies.watch(request);
    handler(request, response);
  });
  return server;
}

/** The port is taken: the commonest reason why a start fails, said in words. */
class PortTaken extends StartRefused {
  constructor(port: number) {
    super(
      `端口 ${port} 已被占用：请关闭占用它的程序，或用 PORT / HTTPS_PORT 换一个 · port ${port} is taken: stop what uses it, or set PORT / HTTPS_PORT`,
    );
  }
}

/**
 * Connections that the system takes while the process is busy; Node's own 511 are few when ten thousand screens come back from a cut: those
 * beyond try again after 1, 3, 7 s. Linux bounds it by `net.core.somaxconn` (4,096).
 */
const backlog = 4_096;

/** @throws PortTaken, or the server's own error */
export function listen(server: Server | TlsServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error);
    server.once('error', refuse);
    server.listen({ port, backlog }, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

const drainMs = 5_000;

/** Takes no new connections, lets requests under way end, and cuts what still hangs on after that. */
export async function closeServers(servers: (Server | TlsServer)[], endStreams: () => void): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
  endStreams();
  for (const server of servers) server.closeIdleConnections();
  const cut = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, drainMs);
  await Promise.all(closed);
  clearTimeout(cut);
}
