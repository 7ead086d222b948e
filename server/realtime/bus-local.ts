import type { Bus } from '../services/bus.ts';
import { createTopics } from './bus-topics.ts';

/** The bus of a house with one process. Messages go through JSON all the same, so that nobody comes to lean on shared objects. */
export function localBus(): Bus {
  const topics = createTopics();
  return {
    async publish(topic, message) {
      topics.deliver(topic, JSON.stringify(message));
    },
    async subscribe(pattern, heard) {
      return topics.add(pattern, heard);
    },
    // Nothing stands between publisher and listener that could be lost.
    onGap: () => () => {},
    ping: async () => {},
  };
}
