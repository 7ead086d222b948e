import type { Visitor } from '../services/links/record-scan.ts';
import type { RouteContext } from './env.ts';

/** Many phones share an address (a station's Wi-Fi, a carrier's gateway); few of those are the same make and browser in the same minute. */
export function visitorOf(c: RouteContext): Visitor {
  const { actor, clientAddress: address } = c.var;
  const browser = actor.kind === 'seeker' ? `seeker:${actor.seekerId}` : `${address} ${c.req.header('user-agent') ?? ''}`;
  return { address, browser };
}
