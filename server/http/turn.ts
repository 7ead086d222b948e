import type { IceServer } from '../contract/live.ts';
import { iceServers } from '../services/feeds/ice-servers.ts';
import type { RouteContext } from './env.ts';

/** For a transport's offer: the way round a network that lets nothing else through, where there is one. */
export function turn(c: RouteContext): { iceServers?: IceServer[] } {
  const servers = iceServers(c.var.context);
  return servers.length > 0 ? { iceServers: servers } : {};
}
