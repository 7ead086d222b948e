import type { BusListener, Unsubscribe } from '../services/bus.ts';

export interface Topics {
  add(pattern: string, heard: BusListener): Unsubscribe;
  deliver(topic: string, json: string): void;
}

/**
 * Who listens to what. A message is parsed once, however many listen. A listener that throws harms no other: its error surfaces on its own,
 * as an uncaught one does.
 */
export function createTopics(): Topics {
  const subscriptions = new Set<{ pattern: string; heard: BusListener }>();
  return {
    add(pattern, heard) {
      if (!isPattern(pattern)) throw new Error(`not a topic or the beginning of topics: ${pattern}`);
      const subscription = { pattern, heard };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
    deliver(topic, json) {
      const listening = [...subscriptions].filter(({ pattern }) => matches(pattern, topic));
      if (listening.length === 0) return;
      const message: unknown = JSON.parse(json);
      for (const { heard } of listening) {
        try {
          heard(message, topic);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}

export function matches(pattern: string, topic: string): boolean {
  return pattern.endsWith('*') ? topic.startsWith(pattern.slice(0, -1)) : pattern === topic;
}

/** A star stands at the end or nowhere. */
export function isPattern(text: string): boolean {
  return /^[\w.:-]+(\.\*)?$|^\*$/.test(text);
}
