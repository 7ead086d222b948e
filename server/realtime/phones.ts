import type { Bus, Unsubscribe } from '../services/bus.ts';
import { hearEvents } from './hear-events.ts';
import type { Hub } from './hub.ts';

export const seekerTopic = (seekerId: string): string => `seeker:${seekerId}`;

/** What changes in somebody's grabs reaches the pages that this person has open. The page then reads the grab itself. */
export function tellPhones(bus: Bus, hub: Hub): Promise<Unsubscribe> {
  return hearEvents(bus, 'event.grab.changed', (event) => {
    if (event.type !== 'grab.changed') return;
    hub.publish(seekerTopic(event.seekerId), 'grab', { grabId: event.grabId, state: event.state });
  });
}
