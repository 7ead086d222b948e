import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';

/** What the front knows of a client, through declared proxies only: a header from anybody else is a claim, not a fact. */
export interface Client {
  address: string;
  protocol: 'http' | 'https';
  host: string;
}

export type ReadClient = (request: IncomingMessage) => Client;

/** @param trustedProxies addresses or CIDR ranges whose X-Forwarded-* headers are believed */
export function clientReader(trustedProxies: readonly string[]): ReadClient {
  const trusted = blockList(trustedProxies);
  return (request) => {
    const peer = plainAddress(request.socket.remoteAddress ?? '');
    const encrypted = 'encrypted' in request.socket;
    const own: Client = { address: peer, protocol: encrypted ? 'https' : 'http', host: request.headers.host ?? '' };
    if (!trusted.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4')) return own;
    const forwarded = first(request.headers['x-forwarded-for']);
    const protocol = first(request.headers['x-forwarded-proto']);
    return {
      address: forwarded ?? own.address,
      protocol: protocol === 'https' || protocol === 'http' ? protocol : own.protocol,
      host: first(request.headers['x-forwarded-host']) ?? own.host,
    };
  };
}

export const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** ::ffff:192.0.2.1 is 192.0.2.1 (RFC 4291 §2.5.5.2). */
const plainAddress = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);

/** The nearest proxy is the declared one, so the last entry that it did not write itself is the client. */
function first(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header.join(',') : header;
  const entry = text?.split(',').at(-1)?.trim();
  return entry || undefined;
}
