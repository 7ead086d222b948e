import { get, type IncomingMessage, type RequestOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { createHub, type Hub } from '../../realtime/hub.ts';
import type { Env } from '../env.ts';
import { httpServer, listen } from '../front.ts';

export interface StreamsServer {
  hub: Hub;
  /** A stream of its own line, opened. */
  open(asked: Pick<RequestOptions, 'path' | 'headers'>): Promise<IncomingMessage>;
  close(): Promise<unknown>;
}

/** For tests: routes with event streams behind the house's own front, on a port of their own. */
export async function serveStreams(routes: (hub: Hub) => Hono<Env>): Promise<StreamsServer> {
  const hub = createHub({ tick: () => ({ type: 'tick', data: {} }) });
  const server = httpServer(getRequestListener(routes(hub).fetch));
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  return {
    hub,
    open: (asked) =>
      new Promise((resolve, reject) => {
        get({ port, agent: false, ...asked }, resolve).on('error', reject);
      }),
    close() {
      hub.close();
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
