import { BlockList, isIPv6 } from 'node:net';
import { Extension } from '@peculiar/x509';
import type { CertifiedNames } from './addresses.ts';

/** RFC 1918, RFC 6598 (some township networks), loopback; RFC 4193 and ::1. */
const privateRanges = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['::1', 128],
] as const;

/** Names that no public site can have (RFC 6762, RFC 8375, and what routers hand out). */
const privateDomains = ['localhost', 'local', 'lan', 'home.arpa', 'internal'];

/** What an authority may certify. A device that trusts our root must not thereby trust it for anybody's bank. */
export interface Reach {
  ranges: (readonly [address: string, prefix: number])[];
  domains: string[];
}

/** Private networks, and this machine's own names where they lie outside of them. */
export function reachFor({ addresses, hostnames }: CertifiedNames): Reach {
  const ranges: Reach['ranges'] = [...privateRanges];
  for (const address of addresses) {
    if (!contains({ ranges, domains: [] }, { addresses: [address], hostnames: [] })) ranges.push([address, isIPv6(address) ? 128 : 32]);
  }
  const domains = [...privateDomains];
  for (const name of hostnames) {
    if (!contains({ ranges: [], domains }, { addresses: [], hostnames: [name] })) domains.push(name);
  }
  return { ranges, domains };
}

export function contains({ ranges, domains }: Reach, { addresses, hostnames }: CertifiedNames): boolean {
  const list = new BlockList();
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, familyOf(address));
  return (
    addresses.every((address) => list.check(address, familyOf(address))) &&
    hostnames.every((name) => domains.some((domain) => name === domain || name.endsWith(`.${domain}`)))
  );
}

/** RFC 5280 §4.2.1.10, critical: a verifier that does not know it must refuse. */
export function nameConstraints({ ranges, domains }: Reach): Extension {
  const subtrees = [
    ...domains.map((domain) => sequence(tagged(0x82, Buffer.from(domain, 'ascii')))),
    ...ranges.map(([address, prefix]) => sequence(tagged(0x87, Buffer.concat([bytesOf(address), maskOf(address, prefix)])))),
  ];
  const permitted = tagged(0xa0, Buffer.concat(subtrees));
  return new Extension('2.5.29.30', true, new Uint8Array(sequence(permitted)));
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

function bytesOf(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const words = (part: string) => (part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16)));
  const left = words(head);
  const right = words(tail);
  const all = address.includes('::') ? [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right] : left;
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 255]));
}

function maskOf(address: string, prefix: number): Buffer {
  const length = isIPv6(address) ? 16 : 4;
  return Buffer.from(Array.from({ length }, (_, at) => (0xff00 >> Math.min(8, Math.max(0, prefix - at * 8))) & 255));
}

const sequence = (content: Buffer) => tagged(0x30, content);

/** DER: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
