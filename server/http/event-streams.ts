import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Hub, SubscribeOptions } from '../realtime/hub.ts';
import { Refusal } from '../services/refusal.ts';
import type { RouteContext } from './env.ts';

/**
 * Streams that phones and studios behind one address may hold open: a hall at a job fair has room behind its one gateway, and a loop that
 * opens them has a bound. Screens prove who they are and are not counted.
 */
const mostOfAnAddress = 500;
/** What somebody without a place tries again in, in seconds. */
const tryAgainSeconds = 30;

const openByHub = new WeakMap<Hub, Map<string, number>>();

/**
 * Answers with an event stream. After `mostMs` it ends, and whoever comes back is looked at again.
 * @throws Refusal TOO_MANY_REQUESTS
 */
export function openStream(
  c: RouteContext,
  hub: Hub,
  topics: readonly string[],
  { mostMs, ...options }: Pick<SubscribeOptions, 'hello'> & { mostMs?: number } = {},
): Response {
  const open = openByHub.get(hub) ?? new Map<string, number>();
  openByHub.set(hub, open);
  const { clientAddress } = c.var;
  const mine = open.get(clientAddress) ?? 0;
  if (mine >= mostOfAnAddress) throw new Refusal('TOO_MANY_REQUESTS', { seconds: tryAgainSeconds });
  open.set(clientAddress, mine + 1);
  let timer: NodeJS.Timeout | undefined;
  const closed = () => {
    clearTimeout(timer);
    const left = (open.get(clientAddress) ?? 1) - 1;
    if (left > 0) open.set(clientAddress, left);
    else open.delete(clientAddress);
  };
  const subscription = hub.subscribe(c.env.outgoing, topics, { ...options, closed });
  if (mostMs !== undefined) timer = setTimeout(() => subscription.end(), mostMs).unref();
  return RESPONSE_ALREADY_SENT;
}
