import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from '../public-address.ts';

/** The receiver refused or could not be reached. `reason` is a code, never the address. */
export class WebhookFailure extends Error {
  readonly reason: string;

  constructor(reason: string, options: ErrorOptions = {}) {
    super(`webhook not taken: ${reason}`, options);
    this.name = 'WebhookFailure';
    this.reason = reason;
  }
}

export interface Call {
  url: string;
  body: string;
  /** Signs time and body, so that an old message can't be sent again as a new one. */
  secret: string | undefined;
  /** The same for each try: the receiver takes it once. */
  id: string;
  at: Date;
}

const timeoutMs = 10_000;
/** A robot's answer is a line; what is longer is none. */
const mostAnswerBytes = 4_096;

/** `t=<seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`: how a receiver checks it stands in docs/operations.md. */
export function signatureOf({ secret, body, at }: { secret: string; body: string; at: Date }): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/**
 * One POST. No redirect is followed, and unless allowed none but public addresses are connected to: whoever may set a webhook's address
 * should not reach the machines beside the server by it. @throws WebhookFailure @returns the answer's first bytes
 */
export function callWebhook({ url, body, secret, id, at }: Call, { allowPrivate }: { allowPrivate: boolean }): Promise<string> {
  const address = new URL(url);
  const host = address.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !allowPrivate && !isPublicAddress(host)) return Promise.reject(new WebhookFailure('private-address'));
  const send = address.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asking = send(
      address,
      {
        method: 'POST',
        lookup: allowPrivate ? lookup : publicLookup,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'gangbo',
          'x-gangbo-delivery': id,
          ...(secret === undefined ? {} : { 'x-gangbo-signature': signatureOf({ secret, body, at }) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.byteLength;
          if (bytes <= mostAnswerBytes) chunks.push(chunk);
          else response.destroy();
        });
        response.on('close', () => {
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(Buffer.concat(chunks).toString());
          else reject(new WebhookFailure(`http-${status}`));
        });
        response.on('error', () => {});
      },
    );
    asking.on('error', (error: NodeJS.ErrnoException) =>
      reject(error instanceof WebhookFailure ? error : new WebhookFailure(error.code ?? error.name, { cause: error })),
    );
    asking.end(body);
  });
}

/** The very addresses that were judged are connected to: a name that answers differently a moment later leads nowhere else. */
const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, []);
    // One address inside is enough: a name that leads both ways is nobody's webhook.
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address)))
      return done(new WebhookFailure('private-address'), []);
    const [first] = addresses;
    return options.all || first === undefined ? done(null, addresses) : done(null, first.address, first.family);
  });
};
