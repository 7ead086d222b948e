import type { ServerResponse } from 'node:http';

/**
 * Server-sent events (WHATWG HTML §9.2) on the raw response: 10,000 connections in one process, each a socket, a response and one
 * small entry here. An event is serialised once, whatever the number of listeners.
 */
export interface Hub {
  /** Takes the response over and keeps it until the client leaves. `hello` is written first. */
  subscribe(res: ServerResponse, topics: readonly string[], options?: SubscribeOptions): Subscription;
  /** Writes one event to everybody on the topics, once each. @returns how many */
  publish(topics: string | readonly string[], type: string, data: unknown): number;
  /** Ends the connections of a topic, after what was published to it. */
  end(topic: string): void;
  /** Connections, of one topic or of all. */
  count(topic?: string): number;
  /** Ends everything; listeners come back to whoever serves next. */
  close(): void;
}

export interface SubscribeOptions {
  hello?: { type: string; data: unknown };
  closed?: () => void;
}

export interface Subscription {
  send(type: string, data: unknown): void;
  end(): void;
}

export interface HubOptions {
  /** Keeps proxies from cutting a quiet connection, and tells players the time. */
  tick: () => { type: string; data: unknown };
  tickEveryMs?: number;
}

/** A listener this far behind reads slower than we write: it is dropped, and catches up by reconnecting. */
const mostBufferedBytes = 256 * 1024;
/** What a browser waits before it reconnects, in ms. Players spread themselves with a jitter of their own. */
const retryMs = 2_000;
/** Ticks go out in slices, so that 10,000 writes are never one block of the event loop. */
const tickSlices = 20;

interface Listener {
  res: ServerResponse;
  topics: readonly string[];
  closed: (() => void) | undefined;
}

export function createHub({ tick, tickEveryMs = 20_000 }: HubOptions): Hub {
  const listeners = new Set<Listener>();
  const byTopic = new Map<string, Set<Listener>>();
  let slice = 0;

  const ticking = setInterval(() => {
    const { type, data } = tick();
    const text = eventText(type, data);
    let index = 0;
    for (const listener of listeners) if (index++ % tickSlices === slice) write(listener, text);
    slice = (slice + 1) % tickSlices;
  }, tickEveryMs / tickSlices);
  ticking.unref();

  function write(listener: Listener, text: string): void {
    const { res } = listener;
    if (res.writableEnded || res.destroyed) return;
    if (res.writableLength > mostBufferedBytes) res.destroy();
    else res.write(text);
  }

  function forget(listener: Listener): void {
    if (!listeners.delete(listener)) return;
    for (const topic of listener.topics) {
      const there = byTopic.get(topic);
      there?.delete(listener);
      if (there?.size === 0) byTopic.delete(topic);
    }
    listener.closed?.();
  }

  return {
    subscribe(res, topics, options = {}) {
      const listener: Listener = { res, topics, closed: options.closed };
      // Gone while its topics were looked up: it will never say `close` again, and would be kept for ever.
      if (res.destroyed) {
        options.closed?.();
        return { send: () => {}, end: () => {} };
      }
      openStream(res);
      res.once('close', () => forget(listener));
      listeners.add(listener);
      for (const topic of topics) {
        const there = byTopic.get(topic);
        if (there) there.add(listener);
        else byTopic.set(topic, new Set([listener]));
      }
      res.write(`retry: ${retryMs}\n\n`);
      if (options.hello) write(listener, eventText(options.hello.type, options.hello.data));
      return { send: (type, data) => write(listener, eventText(type, data)), end: () => res.end() };
    },

    publish(topics, type, data) {
      const text = eventText(type, data);
      if (typeof topics === 'string' || topics.length === 1) {
        const there = byTopic.get(typeof topics === 'string' ? topics : (topics[0] ?? ''));
        if (there) for (const listener of there) write(listener, text);
        return there?.size ?? 0;
      }
      const reached = new Set<Listener>();
      for (const topic of topics) for (const listener of byTopic.get(topic) ?? []) reached.add(listener);
      for (const listener of reached) write(listener, text);
      return reached.size;
    },

    end(topic) {
      for (const listener of [...(byTopic.get(topic) ?? [])]) listener.res.end();
    },

    count: (topic) => (topic === undefined ? listeners.size : (byTopic.get(topic)?.size ?? 0)),

    close() {
      clearInterval(ticking);
      for (const listener of [...listeners]) listener.res.end();
    },
  };
}

export function eventText(type: string, data: unknown): string {
  // JSON has no line breaks of its own, so one data line is enough.
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function openStream(res: ServerResponse): void {
  res.socket?.setNoDelay(true);
  res.socket?.setKeepAlive(true, 30_000);
  res.socket?.setTimeout(0);
  res.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    // nginx would gather events until its buffer is full.
    'x-accel-buffering': 'no',
  });
  res.flushHeaders();
}
