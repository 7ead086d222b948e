import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

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
  const isTrusted = (address: string) => isIP(address) !== 0 && trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  return (request) => {
    const peer = plainAddress(request.socket.remoteAddress ?? '');
    const encrypted = 'encrypted' in request.socket;
    const own: Client = { address: peer, protocol: encrypted ? 'https' : 'http', host: request.headers.host ?? '' };
    if (!isTrusted(peer)) return own;
    const protocol = last(request.headers['x-forwarded-proto']);
    return {
      address: farthestKnown(entriesOf(request.headers['x-forwarded-for']).map(plainAddress), isTrusted) ?? own.address,
      protocol: protocol === 'https' || protocol === 'http' ? protocol : own.protocol,
      host: last(request.headers['x-forwarded-host']) ?? own.host,
    };
  };
}

/**
 * Each proxy writes at the end whom it heard from. Read backwards, the first that is no proxy of ours is the client; whatever stands before it,
 * the client may have written.
 */
function farthestKnown(forwarded: readonly string[], isTrusted: (address: string) => boolean): string | undefined {
  const known = forwarded.findLast((address) => !isTrusted(address)) ?? forwarded[0];
  return known !== undefined && isIP(known) !== 0 ? known : undefined;
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

/** ::ffff:192.0.2.1 is 192.0.2.1 (RFC 4291 §2.5.5.2); some proxies write the port, too. */
function plainAddress(written: string): string {
  const address = /^\[(.+)\](?::\d+)?$/.exec(written)?.[1] ?? /^([\d.]+):\d+$/.exec(written)?.[1] ?? written;
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

/**
 * Whom a limit counts: an IPv4 address, or the network that a household or a phone is given as a whole with IPv6 (RFC 6177: a /64 at least), in
 * which one machine has more addresses than any limit.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address) || isLoopback(address)) return address;
  // The URL parser writes every spelling of an address in one way.
  const { hostname } = new URL(`http://[${address.split('%')[0]}]/`);
  const [before = '', after] = hostname.slice(1, -1).split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after ? after.split(':') : [];
  const groups = after === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

function entriesOf(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

const last = (header: string | string[] | undefined): string | undefined => entriesOf(header).at(-1);
