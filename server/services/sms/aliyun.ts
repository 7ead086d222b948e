import { createHash, createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SmsConfig } from '../../config.ts';
import { clip } from '../../domain/seeker/grab-text.ts';
import { SmsFailure, type SmsMessage, type SmsPort } from './port.ts';

type AliyunConfig = Extract<SmsConfig, { driver: 'aliyun' }>;

/** Aliyun answers 200 with a `Code` of its own; anything but OK is a refusal (isv.BUSINESS_LIMIT_CONTROL, …). */
const answer = z.object({ Code: z.string(), RequestId: z.string().optional() });
const timeoutMs = 8_000;

/** Longest value of a template's variable. */
const variableCharacters = 20;
/** A variable can't be empty. */
const unknown = '详见我的抢单';

/** Each message's registered template with its variables; `undefined` where none was registered. */
function templateOf(config: AliyunConfig, message: SmsMessage): { code: string | undefined; variables: Record<string, string> } {
  if (message.template === 'one-time-code')
    return { code: config.templateCode, variables: { code: message.code, minutes: String(message.minutes) } };
  if (message.template === 'show') {
    const { fact, title, when } = message.text;
    return {
      code: config.showTemplates[fact],
      variables: { title: clip(title, variableCharacters), when: clip(when, variableCharacters) },
    };
  }
  if (message.template === 'alert') {
    const { place, what, minutes } = message.text;
    return {
      code: config.alertTemplate,
      variables: { place: clip(place, variableCharacters), what: clip(what, variableCharacters), minutes: String(minutes) },
    };
  }
  const { text } = message;
  const job = { number: String(text.number), trade: clip(text.trade, variableCharacters), phone: text.stationPhone };
  if (text.fact === 'promoted') return { code: config.grabTemplates.promoted, variables: job };
  const known = (part: string | undefined) => clip(part ?? unknown, variableCharacters);
  return { code: config.grabTemplates.confirmed, variables: { ...job, when: known(text.when), place: known(text.place) } };
}

/** 阿里云短信服务 Dysmsapi 2017-05-25, action SendSms. The templates' variables are in docs/operations.md. */
export function aliyunSms(config: AliyunConfig, request: typeof fetch = fetch): SmsPort {
  const base = config.endpoint.includes('://') ? config.endpoint : `https://${config.endpoint}`;
  return {
    available: true,
    tells: (fact) => ({ ...config.grabTemplates, ...config.showTemplates, alert: config.alertTemplate })[fact] !== undefined,
    async send(message) {
      const { code, variables } = templateOf(config, message);
      if (code === undefined) throw new SmsFailure('no-template', { unsent: true });
      const query = {
        PhoneNumbers: message.phone,
        SignName: config.signName,
        TemplateCode: code,
        TemplateParam: JSON.stringify(variables),
      };
      const signed = signRequest({
        method: 'POST',
        host: new URL(base).host,
        action: 'SendSms',
        version: '2017-05-25',
        query,
        accessKeyId: config.accessKeyId,
        accessKeySecret: config.accessKeySecret,
        date: new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
        nonce: randomUUID(),
      });
      const response = await request(`${base}/?${signed.queryString}`, {
        method: 'POST',
        headers: signed.headers,
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((cause: unknown) => {
        throw new SmsFailure('unreachable', { cause, unsent: neverConnected(cause) });
      });
      const said = answer.safeParse(await response.json().catch(() => undefined));
      if (!said.success) throw new SmsFailure(`http-${response.status}`);
      if (said.data.Code !== 'OK') throw new SmsFailure(said.data.Code, { unsent: true });
    },
  };
}

const beforeConnecting = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** fetch says why in the cause of its own error. */
function neverConnected(error: unknown): boolean {
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  return typeof code === 'string' && beforeConnecting.has(code);
}

export interface ToSign {
  method: 'GET' | 'POST';
  host: string;
  action: string;
  version: string;
  query: Record<string, string>;
  accessKeyId: string;
  accessKeySecret: string;
  /** ISO 8601 in UTC, to the second. */
  date: string;
  nonce: string;
}

/** Aliyun OpenAPI signature, version 3 (ACS3-HMAC-SHA256), of a request without a body. */
export function signRequest(what: ToSign): { queryString: string; headers: Record<string, string> } {
  const queryString = Object.entries(what.query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
  const bodyHash = sha256('');
  const headers: Record<string, string> = {
    host: what.host,
    'x-acs-action': what.action,
    'x-acs-content-sha256': bodyHash,
    'x-acs-date': what.date,
    'x-acs-signature-nonce': what.nonce,
    'x-acs-version': what.version,
  };
  const names = Object.keys(headers).sort();
  const signedHeaders = names.join(';');
  const canonicalHeaders = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = [what.method, '/', queryString, canonicalHeaders, signedHeaders, bodyHash].join('\n');
  const signature = createHmac('sha256', what.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=${what.accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`;
  // fetch writes Host itself and refuses to be told.
  const { host: _, ...sent } = headers;
  return { queryString, headers: { ...sent, authorization } };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** RFC 3986: encodeURIComponent leaves ! ' ( ) * as they are. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
