import type { Hub, SubscribeOptions, Subscription } from '../realtime/hub.ts';
import type { RouteContext } from './env.ts';

/** A player holds one, a data wall one more; the others are lines that were lost and have not been missed yet. */
export const mostStreamsOfAScreen = 4;

const openByHub = new WeakMap<Hub, Map<string, Pick<Subscription, 'end'>[]>>();

/** Answers a screen with an event stream. Of more than `most` the oldest end: what a device opens last is what it listens to. */
export function openScreenStream(
  c: RouteContext,
  hub: Hub,
  { screenId, topics, hello, most }: { screenId: string; topics: readonly string[]; most: number } & Pick<SubscribeOptions, 'hello'>,
): Subscription {
  const open = openByHub.get(hub) ?? new Map<string, Pick<Subscription, 'end'>[]>();
  openByHub.set(hub, open);
  // It may be closed before it is subscribed.
  const mine: Pick<Subscription, 'end'> = { end: () => {} };
  const all = [...(open.get(screenId) ?? []), mine];
  open.set(screenId, all);
  const closed = () => {
    const left = (open.get(screenId) ?? []).filter((one) => one !== mine);
    if (left.length > 0) open.set(screenId, left);
    else open.delete(screenId);
  };
  const stream = hub.subscribe(c.env.outgoing, topics, { ...(hello === undefined ? {} : { hello }), closed });
  mine.end = stream.end;
  if (all.length > most) for (const older of all.slice(0, all.length - most)) older.end();
  return stream;
}
