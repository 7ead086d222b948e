// Clients that only listen, by the thousand, in a process of their own.
import { type ClientRequest, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { answering, nowMs } from '../lib/messages.ts';

let open: ClientRequest[] = [];
let at: number[] = [];
const patienceMs = 30_000;

function listen(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { agent: false }, (stream) => {
      stream.on('data', (chunk: Buffer) => {
        if (chunk.includes('event: manifest')) at.push(nowMs());
      });
      stream.on('error', () => {}); // ended by us, below
      resolve();
    });
    asking.once('error', reject);
    asking.end();
    open.push(asking);
  });
}

answering({
  async connect({ url, count }) {
    for (let from = 0; from < Number(count); from += 100) {
      const some = Math.min(100, Number(count) - from);
      await Promise.all(Array.from({ length: some }, () => listen(String(url))));
    }
    return { connected: open.length };
  },
  clear() {
    at = [];
    return {};
  },
  async heard() {
    const deadline = nowMs() + patienceMs;
    while (at.length < open.length && nowMs() < deadline) await delay(5);
    return { at };
  },
  leave() {
    for (const asking of open) {
      asking.on('error', () => {}); // destroyed on purpose
      asking.destroy();
    }
    open = [];
    return {};
  },
});
