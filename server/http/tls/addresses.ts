import { hostname, networkInterfaces } from 'node:os';

export interface CertifiedNames {
  /** IPv4 and IPv6, without brackets or zone. */
  addresses: string[];
  hostnames: string[];
}

type Interfaces = Record<string, { address: string; family: string; internal: boolean }[] | undefined>;

const linkLocal = /^(fe80:|169\.254\.)/i;
const numeric = /^\d+\.\d+\.\d+\.\d+$/;

/**
 * Every name under which a browser may reach this machine: all its addresses (a station has screens on one cable and laptops on another),
 * its host name, and what PUBLIC_URL says. Container bridges are in it too: they harm nothing, and a test may come from there.
 */
export function certifiedNames({ publicUrl, interfaces = networkInterfaces(), host = hostname() }: NamesAsked): CertifiedNames {
  const own = Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ address, internal }) => !internal && !linkLocal.test(address))
    .map(({ address }) => address);
  const asked = publicUrl === undefined ? '' : new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  const askedIsAddress = numeric.test(asked) || asked.includes(':');
  const short = host.toLowerCase().split('.')[0] ?? '';
  return {
    addresses: unique(['127.0.0.1', '::1', ...own, ...(askedIsAddress ? [asked] : [])]),
    hostnames: unique(['localhost', ...(isLabel(short) ? [short, `${short}.local`] : []), ...(asked && !askedIsAddress ? [asked] : [])]),
  };
}

interface NamesAsked {
  publicUrl: string | undefined;
  interfaces?: Interfaces;
  host?: string;
}

const unique = (names: string[]) => [...new Set(names)].sort();
const isLabel = (name: string) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
