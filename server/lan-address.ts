import { networkInterfaces } from 'node:os';

/** Bridges and tunnels that containers and VPNs bring: a phone on the station's network can't reach them. */
const notTheLan = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|tailscale|utun|tun|tap|zt|wg)/;

/**
 * This machine's IPv4 address on the local network: private ranges first, wired and wireless before bridges. `127.0.0.1` only
 * where there is no network at all.
 */
export function lanAddress(interfaces: Interfaces = networkInterfaces()): string {
  const candidates = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter((address) => address.family === 'IPv4' && !address.internal && !address.address.startsWith('169.254.'))
      .map((address) => ({ address: address.address, rank: (notTheLan.test(name) ? 2 : 0) + (isPrivate(address.address) ? 0 : 1) })),
  );
  candidates.sort((a, b) => a.rank - b.rank);
  return candidates[0]?.address ?? '127.0.0.1';
}

type Interfaces = Record<string, { address: string; family: string; internal: boolean }[] | undefined>;

/** RFC 1918, and RFC 6598's shared space as some township networks use it. */
function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(address);
}
