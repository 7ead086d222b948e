import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Nobody answered, or nobody who may be asked. `reason` is a code, never the address. */
export class CallFailure extends Error {
  readonly reason: string;

  constructor(reason: string, options: ErrorOptions = {}) {
    super(`call failed: ${reason}`, options);
    this.name = 'CallFailure';
    this.reason = reason;
  }
}

interface GuardedCall {
  url: string;
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
  /** What is longer is cut off there. */
  mostBytes: number;
}

interface CallAnswer {
  status: number;
  /** Its first bytes. */
  text: string;
  location: string | undefined;
}

/**
 * One request to an address that a person has typed. No redirect is followed, and unless allowed none but public addresses are connected to: whoever may
 * type it should not reach the machines beside the server by it. @throws CallFailure
 */
export function callGuarded(call: GuardedCall, { allowPrivate }: { allowPrivate: boolean }): Promise<CallAnswer> {
  const address = new URL(call.url);
  const host = address.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !allowPrivate && !isPublicAddress(host)) return Promise.reject(new CallFailure('private-address'));
  const send = address.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asking = send(
      address,
      {
        method: call.method,
        lookup: allowPrivate ? lookup : publicLookup,
        signal: AbortSignal.timeout(call.timeoutMs),
        headers: {
          'user-agent': 'gangbo',
          ...(call.body === undefined ? {} : { 'content-length': Buffer.byteLength(call.body) }),
          ...call.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.byteLength;
          if (bytes <= call.mostBytes) chunks.push(chunk);
          else response.destroy();
        });
        response.on('close', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString(), location: response.headers.location }),
        );
        response.on('error', () => {});
      },
    );
    asking.on('error', (error: NodeJS.ErrnoException) =>
      reject(error instanceof CallFailure ? error : new CallFailure(error.code ?? error.name, { cause: error })),
    );
    asking.end(call.body);
  });
}

/** The very addresses that were judged are connected to: a name that answers differently a moment later leads nowhere else. */
const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, []);
    // One address inside is enough: a name that leads both ways is nobody's.
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address)))
      return done(new CallFailure('private-address'), []);
    const [first] = addresses;
    return options.all || first === undefined ? done(null, addresses) : done(null, first.address, first.family);
  });
};
