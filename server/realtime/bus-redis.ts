import type { createClient } from 'redis';
import type { Bus } from '../services/bus.ts';
import type { Log } from '../services/log.ts';
import { createTopics } from './bus-topics.ts';

export interface RedisBus extends Bus {
  close(): Promise<void>;
}

/** Keeps our topics apart from whatever else lives in that Redis. */
const prefix = 'gangbo:bus:';

/**
 * The bus between processes. Each process hears everything through one pattern and sorts it out itself: that keeps a publisher's order
 * across topics, costs Redis one match a process, and leaves nothing to resubscribe after a lost connection but that one pattern.
 */
export async function redisBus(redis: ReturnType<typeof createClient>, log: Log): Promise<RedisBus> {
  const topics = createTopics();
  const missing = new Set<() => void>();
  const listening = redis.duplicate();
  let known = false;
  listening.on('error', (error: Error) => log.warn({ err: error }, 'bus connection lost'));
  // The client subscribes again by itself; what was published in between is gone.
  listening.on('ready', () => {
    if (known) for (const tell of missing) tell();
    known = true;
  });
  await listening.connect();
  await listening.pSubscribe(`${prefix}*`, (json, channel) => topics.deliver(channel.slice(prefix.length), json));
  return {
    async publish(topic, message) {
      await redis.publish(prefix + topic, JSON.stringify(message));
    },
    async subscribe(pattern, heard) {
      return topics.add(pattern, heard);
    },
    onGap(lost) {
      missing.add(lost);
      return () => missing.delete(lost);
    },
    async ping() {
      if (!listening.isReady) throw new Error('not subscribed at Redis');
      await redis.ping();
    },
    async close() {
      if (listening.isOpen) listening.destroy();
    },
  };
}
