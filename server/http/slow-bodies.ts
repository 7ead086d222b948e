import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:net';

export interface Pace {
  /** Before anything is asked of a sender: a radio link that wakes up, a proxy that gathers. */
  graceMs: number;
  /** Kept on the average from then on. */
  bytesPerSecond: number;
  checkEveryMs: number;
}

/** 16 kbit/s is less than any phone has that can open the pages; a hundred megabytes at that pace is what the total time cuts. */
export const slowestPace: Pace = { graceMs: 15_000, bytesPerSecond: 2_000, checkEveryMs: 5_000 };

interface Watched {
  request: IncomingMessage;
  startedMs: number;
  bytesBefore: number;
  /** How long we did not read ourselves: no fault of the sender's. */
  unreadMs: number;
}

/**
 * Cuts off whoever sends a body at a trickle to hold a socket (and whatever waits for the body) as long as they like. Node has a total time only,
 * and one that lets a slow line bring a large photograph lets an attacker stay for as long.
 */
export function cutSlowBodies(server: Server, pace: Pace = slowestPace): { watch(request: IncomingMessage): void } {
  const watched = new Set<Watched>();
  const check = () => {
    const nowMs = performance.now();
    for (const each of watched) {
      const { request } = each;
      if (request.complete || request.destroyed) watched.delete(each);
      else if (request.readableLength >= request.readableHighWaterMark) each.unreadMs += pace.checkEveryMs;
      else if (isTooSlow(each, nowMs, pace)) {
        watched.delete(each);
        cut(request);
      }
    }
  };
  const timer = setInterval(check, pace.checkEveryMs).unref();
  server.once('close', () => clearInterval(timer));
  return {
    watch(request) {
      const declared = request.headers['content-length'];
      const hasBody = request.headers['transfer-encoding'] !== undefined || (declared !== undefined && declared !== '0');
      if (hasBody) watched.add({ request, startedMs: performance.now(), bytesBefore: request.socket.bytesRead, unreadMs: 0 });
    },
  };
}

function isTooSlow({ request, startedMs, bytesBefore, unreadMs }: Watched, nowMs: number, { graceMs, bytesPerSecond }: Pace): boolean {
  const owedMs = nowMs - startedMs - unreadMs - graceMs;
  return owedMs > 0 && request.socket.bytesRead - bytesBefore < (owedMs / 1_000) * bytesPerSecond;
}

/** As Node itself does at its own limits: said on the wire, not through a response that a handler may still be about to write. */
function cut({ socket }: IncomingMessage): void {
  socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  socket.destroySoon();
}
