import { createHmac } from 'node:crypto';
import { CallFailure, callGuarded } from '../guarded-call.ts';

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

/** One POST, to nobody beside the server unless allowed. @throws CallFailure @returns the answer's first bytes */
export async function callWebhook({ url, body, secret, id, at }: Call, { allowPrivate }: { allowPrivate: boolean }): Promise<string> {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-gangbo-delivery': id,
    ...(secret === undefined ? {} : { 'x-gangbo-signature': signatureOf({ secret, body, at }) }),
  };
  const { status, text } = await callGuarded(
    { url, method: 'POST', headers, body, timeoutMs, mostBytes: mostAnswerBytes },
    { allowPrivate },
  );
  if (status < 200 || status >= 300) throw new CallFailure(`http-${status}`);
  return text;
}
