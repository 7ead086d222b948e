import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { ScreenEvent } from '#server/contract/screens.ts';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { succeeds } from '#server/domain/board/replay.ts';
import { checkSeal, type TrustedKeys } from '#server/domain/board/seal.ts';

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

/**
 * A screen that speaks the protocol and draws nothing: its own key, session, stream, ETag, and the player's own verification. Over
 * sockets, so that what it measures is what a box on a wall would meet.
 */
export class ScreenDevice {
  readonly base: string;
  readonly #key: KeyObject;
  readonly publicKey: string;
  readonly #agent: Agent;
  screenId = '';
  trusted: TrustedKeys = {};
  held: SignedManifest | undefined;
  #cookie = '';
  #version: number | undefined;
  #stream: IncomingMessage | undefined;

  constructor(base: string, agent = new Agent({ keepAlive: true }), key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) {
    this.base = base;
    this.#agent = agent;
    this.#key = key;
    this.publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64url');
  }

  async askForCode(): Promise<{ deviceId: string; code: string }> {
    const answer = await this.call('POST', '/api/screen/pairing', { publicKey: this.publicKey });
    return JSON.parse(answer.text);
  }

  /** A box with a copy of this one's disk. */
  clone(): ScreenDevice {
    return new ScreenDevice(this.base, undefined, this.#key);
  }

  /** As a page does whose session has run out. */
  renewSession(): Promise<Answer> {
    return this.openSession(this.screenId, undefined, this.#version);
  }

  /** Proves the key; pins the signing key the first time. */
  async openSession(screenId = this.screenId, adoption?: string, continues?: number): Promise<Answer> {
    this.screenId = screenId;
    const { nonce } = JSON.parse((await this.call('GET', '/api/screen/challenge')).text) as { nonce: string };
    const answer = await this.call('POST', '/api/screen/session', {
      screenId,
      nonce,
      signature: this.signed(`gangbo-screen:${screenId}:${nonce}`),
      adoption,
      continues,
    });
    if (answer.status !== 200) return answer;
    const { signingKey, version } = JSON.parse(answer.text) as { signingKey: { id: string; raw: string }; version: number };
    this.#version = version;
    if (Object.keys(this.trusted).length === 0) this.trusted = { [signingKey.id]: signingKey.raw };
    this.#cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
    return answer;
  }

  signed(text: string): string {
    return sign('sha256', Buffer.from(text), { key: this.#key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  }

  /** Fetch by ETag, verify, and hold only what is sound and newer. */
  async fetchManifest(): Promise<'held' | 'kept' | `refused ${string}` | `answered ${number}`> {
    const answer = await this.call(
      'GET',
      `/api/screen/manifest?screen=${this.screenId}`,
      undefined,
      this.held ? { 'if-none-match': `"${this.held.hash}"` } : {},
    );
    if (answer.status === 304) return 'kept';
    if (answer.status !== 200) return `answered ${answer.status}`;
    return this.consider(answer.text);
  }

  consider(text: string): 'held' | 'kept' | `refused ${string}` {
    const next = JSON.parse(text) as SignedManifest;
    const seal = checkSeal(next, this.trusted);
    if (!seal.sound) return `refused ${seal.reason}`;
    const succession = succeeds(this.held, next, this.screenId);
    if (succession === 'same') return 'kept';
    if (succession !== 'newer') return `refused ${succession}`;
    this.held = next;
    return 'held';
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.call('POST', `/api/screen/${path}?screen=${this.screenId}`, body);
  }

  /** Resolves once the server has taken the stream. */
  listen(heard: (event: ScreenEvent) => void, ended: () => void = () => {}): Promise<number> {
    return new Promise((resolve, reject) => {
      const url = new URL(`/api/screen/events?screen=${this.screenId}`, this.base);
      const asking = request(url, { agent: false, headers: { cookie: this.#cookie, accept: 'text/event-stream' } }, (stream) => {
        this.#stream = stream;
        stream.once('close', ended);
        if (stream.statusCode !== 200) {
          stream.resume();
          resolve(stream.statusCode ?? 0);
          return;
        }
        stream.setEncoding('utf8');
        let rest = '';
        stream.on('data', (chunk: string) => {
          rest += chunk;
          for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
            const block = rest.slice(0, end);
            rest = rest.slice(end + 2);
            const type = /^event: (.*)$/m.exec(block)?.[1];
            const data = /^data: (.*)$/m.exec(block)?.[1];
            if (type !== undefined && data !== undefined) heard({ ...JSON.parse(data), type });
          }
        });
        stream.on('error', ended);
        resolve(200);
      });
      asking.once('error', reject);
      asking.end();
    });
  }

  close(): void {
    this.#stream?.destroy();
    this.#agent.destroy();
  }

  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const asking = request(
        new URL(path, this.base),
        {
          method,
          agent: this.#agent,
          headers: {
            ...(this.#cookie ? { cookie: this.#cookie } : {}),
            ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }),
          );
          response.on('error', reject);
        },
      );
      asking.once('error', reject);
      asking.end(text);
    });
  }
}
