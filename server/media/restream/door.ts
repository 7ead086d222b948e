import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { isPublicAddress } from '../../services/public-address.ts';

export type DoorTrouble = 'address' | 'private' | 'unreachable' | 'protocol';

export class DoorShut extends Error {
  readonly trouble: DoorTrouble;
  readonly said: string;

  constructor(trouble: DoorTrouble, said = '') {
    super(`${trouble}: ${said}`);
    this.name = 'DoorShut';
    this.trouble = trouble;
    this.said = said;
  }
}

export interface RtmpAddress {
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  readonly app: string;
  readonly tcUrl: string;
}

const RTMP_PORT = 1935;
const RTMPS_PORT = 443;
const CONNECT_WITHIN_MS = 8_000;

/** @returns nothing for what is no RTMP address with an app, or carries a name, password or query */
export function parseRtmpUrl(text: string): RtmpAddress | undefined {
  const match = /^(rtmps?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?\/([\w.~%+/-]{1,200}?)\/?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, scheme = '', bracketed = '', givenPort, app = ''] = match;
  const isSecure = scheme.toLowerCase() === 'rtmps';
  const port = givenPort === undefined ? (isSecure ? RTMPS_PORT : RTMP_PORT) : Number(givenPort);
  if (port < 1 || port > 65_535) return undefined;
  const host = bracketed.replace(/^\[|\]$/g, '').toLowerCase();
  return { isSecure, host, port, app, tcUrl: `${scheme.toLowerCase()}://${bracketed}${givenPort === undefined ? '' : `:${port}`}/${app}` };
}

/**
 * A connection to the platform. Its name is resolved once, and that very address is connected to: a name that answers differently a moment later
 * (DNS rebinding) leads nowhere else. With TLS the certificate must be the name's.
 * @param resolve for tests: the name's addresses
 * @throws DoorShut
 */
export async function openDoor(
  address: RtmpAddress,
  { allowPrivate, resolve = addressesOf }: { allowPrivate: boolean; resolve?: (host: string) => Promise<string[]> },
): Promise<Duplex> {
  const addresses = isIP(address.host) ? [address.host] : await resolve(address.host);
  const [first] = addresses;
  if (first === undefined) throw new DoorShut('address');
  // One address inside is enough: a name that leads both ways is no platform's.
  if (!allowPrivate && !addresses.every(isPublicAddress)) throw new DoorShut('private');
  return await connectTo(first, address);
}

async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    throw new DoorShut('address');
  }
}

function connectTo(at: string, { isSecure, host, port }: RtmpAddress): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = isSecure ? connectTls({ host: at, port, ...(isIP(host) ? {} : { servername: host }) }) : connect({ host: at, port });
    const patience = setTimeout(() => fail(new DoorShut('unreachable', 'ETIMEDOUT')), CONNECT_WITHIN_MS);
    const fail = (shut: DoorShut) => {
      clearTimeout(patience);
      socket.destroy();
      reject(shut);
    };
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.name;
      fail(new DoorShut(/^(ERR_TLS|ERR_SSL|CERT|DEPTH|SELF|UNABLE|EPROTO|HOSTNAME)/.test(code) ? 'protocol' : 'unreachable', code));
    });
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      clearTimeout(patience);
      socket.removeAllListeners('error');
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}
