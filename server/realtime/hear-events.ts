import { type DomainEvent, relayedEvent } from '../contract/events.ts';
import type { Bus, Unsubscribe } from '../services/bus.ts';

/**
 * Domain events as the relay puts them on the bus. One of a newer release, told on the same Redis while both run, is not ours to know and
 * no reason to fall.
 */
export function hearEvents(bus: Bus, pattern: string, heard: (event: DomainEvent) => void): Promise<Unsubscribe> {
  return bus.subscribe(pattern, (message) => {
    const parsed = relayedEvent.safeParse(message);
    if (parsed.success) heard(parsed.data.event);
  });
}
