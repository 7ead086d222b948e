// The product's way from a studio to everybody, in a process of its own: SFU, packager and the routes that lead to them. The same parts also go to
// whoever connects to a port, so that peers package the very picture that we do.

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import type { ProgramPart, ProgramSink } from '#server/media/packager/program-sink.ts';
import { openLiveServer } from '#tests/support/live-server.ts';
import { answering } from '../lib/messages.ts';
import { smallCanvas } from './small-canvas.ts';

/** A fragmented MP4 to everybody who listens, from the next keyframe on. */
class Feed implements ProgramSink {
  readonly #listeners = new Map<Socket, { started: boolean }>();
  readonly #server = createServer((socket) => {
    this.#listeners.set(socket, { started: false });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#listeners.delete(socket));
  });

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  part({ map, isIndependent, bytes }: ProgramPart): void {
    for (const [socket, state] of this.#listeners) {
      if (!state.started && !isIndependent) continue;
      if (!state.started) socket.write(map.bytes);
      state.started = true;
      socket.write(bytes);
    }
  }

  end(): void {
    for (const socket of this.#listeners.keys()) socket.end();
  }
}

const feed = new Feed();
const feedPort = await feed.open();
// Below the ports that the system gives to clients.
const sfuPort = 20_000 + Math.floor(Math.random() * 10_000);
const server = await openLiveServer({
  sfuPort,
  pages: ['host', 'meter'],
  maxViewers: 600,
  plugins: process.env.BENCH_CANVAS === 'small' ? [smallCanvas()] : [],
  sinks: () => [feed],
});

answering({
  where: () => ({ origin: server.origin, feedPort, sfuPort }),
  open({ episodeId }) {
    server.media.open(String(episodeId));
    return {};
  },
  status: ({ episodeId }) => ({ isOnAir: server.media.isOnAir(String(episodeId)) }),
  async stop() {
    await server.close();
    return {};
  },
});
