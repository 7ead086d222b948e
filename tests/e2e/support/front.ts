import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { KeyedCertificate } from '#server/http/tls/issue.ts';

/** A build of the player: the house's own under another name and other addresses, whole, or with a script that throws. */
export interface ServedBuild {
  release: string;
  isBroken: boolean;
}

/** What stands between a device and the house, and can be changed while it plays. */
export interface Front {
  url: string;
  /** From now on this build is the house's newest. */
  serve(build: ServedBuild): void;
  /** From now on it proves itself with this one; every connection is made anew. */
  present(certificate: KeyedCertificate): void;
  close(): Promise<void>;
}

const assets = '_app/immutable/';

/** @param certificate makes it HTTPS */
export async function startFront(to: string, certificate?: KeyedCertificate): Promise<Front> {
  const { version } = (await (await fetch(`${to}/_app/version.json`)).json()) as { version: string };
  let build: ServedBuild | undefined;

  function answer(asked: IncomingMessage, response: ServerResponse): void {
    const address = asked.url ?? '/';
    const [, named] = /_app\/immutable\/build-([\w-]+)\//.exec(address) ?? [];
    const path = address.replace(/_app\/immutable\/build-[\w-]+\//, assets);
    const isOfBuild = named !== undefined || address === '/service-worker.js' || address.startsWith('/screen/');
    const as = build && (named ?? build.release);
    // The host stays as it was asked for: whoever changes something is asked where it comes from.
    const { 'if-none-match': _known, 'if-modified-since': _since, ...sent } = asked.headers;
    // Of another build the house must not say that nothing has changed.
    const headers = { ...(build && isOfBuild ? sent : asked.headers), 'accept-encoding': 'identity' };
    const passed = request(new URL(path, to), { method: asked.method ?? 'GET', headers }, (given) => {
      // A device that hangs up ends what is on its way to it.
      given.on('error', () => response.destroy());
      const type = given.headers['content-type'] ?? '';
      if (as === undefined || !isOfBuild || !/html|javascript|css/.test(type)) {
        response.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(response);
        return;
      }
      const chunks: Buffer[] = [];
      given.on('data', (chunk: Buffer) => chunks.push(chunk));
      given.on('end', () => {
        const { 'content-length': _length, etag: _etag, ...rest } = given.headers;
        const isThrown = build?.isBroken && as === build.release && /\/entry\/start\.[\w-]+\.js$/.test(path);
        const text = Buffer.concat(chunks).toString();
        response.writeHead(given.statusCode ?? 502, rest);
        response.end(isThrown ? 'throw new Error("a build that can’t run");' : renamed(text, as));
      });
    });
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    asked.pipe(passed);
  }
  const renamed = (text: string, release: string) => text.replaceAll(version, release).replaceAll(assets, `${assets}build-${release}/`);

  const secure = certificate && createSecureServer(certificate, answer);
  const server = secure ?? createServer(answer);
  const sockets = new Set<Socket>();
  server.on(secure ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
    serve(next) {
      build = next;
    },
    present(next) {
      secure?.setSecureContext(next);
      cut();
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
