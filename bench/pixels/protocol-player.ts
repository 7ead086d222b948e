import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { ScreenEvent } from '#server/contract/screens.ts';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { succeeds } from '#server/domain/board/replay.ts';
import { sealedText } from '#server/domain/board/seal.ts';

/** A thousand of them share this process's sockets for questions, as a NAT would; each keeps a stream of its own. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * A player without a glass: proves its key, listens, fetches by ETag, and holds only what is sound and newer. It verifies with Node's own
 * Ed25519, because a thousand walls bring a thousand processors of their own.
 */
export class ProtocolPlayer {
  readonly screenId: string;
  readonly #base: string;
  readonly #key: KeyObject;
  #cookie = '';
  #signer: KeyObject | undefined;
  held: SignedManifest | undefined;
  #fetching = false;
  #again = false;
  onApplied: (manifest: SignedManifest) => void = () => {};
  onEvent: (event: ScreenEvent) => void = () => {};
  refused = 0;

  constructor(given: { base: string; screenId: string; key: KeyObject }) {
    this.#base = given.base;
    this.screenId = given.screenId;
    this.#key = given.key;
  }

  async start(): Promise<void> {
    const { nonce } = JSON.parse((await this.#ask('GET', '/api/screen/challenge')).text) as { nonce: string };
    const message = Buffer.from(`gangbo-screen:${this.screenId}:${nonce}`);
    const signature = sign('sha256', message, { key: this.#key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    const answer = await this.#ask('POST', '/api/screen/session', { screenId: this.screenId, nonce, signature });
    if (answer.status !== 200) throw new Error(`session: ${answer.status} ${answer.text}`);
    this.#cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
    const { signingKey } = JSON.parse(answer.text) as { signingKey: { raw: string } };
    this.#signer = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signingKey.raw }, format: 'jwk' });
    await this.fetch();
    await this.#listen();
  }

  async fetch(): Promise<void> {
    if (this.#fetching) {
      this.#again = true;
      return;
    }
    this.#fetching = true;
    const headers: Record<string, string> = this.held ? { 'if-none-match': `"${this.held.hash}"` } : {};
    const answer = await this.#ask('GET', `/api/screen/manifest?screen=${this.screenId}`, undefined, headers);
    if (answer.status === 200) this.#consider(answer.text);
    this.#fetching = false;
    if (!this.#again) return;
    this.#again = false;
    await this.fetch();
  }

  #consider(text: string): void {
    const next = JSON.parse(text) as SignedManifest;
    const bytes = Buffer.from(sealedText(next));
    const sound =
      this.#signer !== undefined &&
      createHash('sha256').update(bytes).digest('hex') === next.hash &&
      verify(null, bytes, this.#signer, Buffer.from(next.signature, 'base64url'));
    if (!sound || succeeds(this.held, next, this.screenId) !== 'newer') {
      this.refused += 1;
      return;
    }
    this.held = next;
    this.onApplied(next);
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      const url = new URL(`/api/screen/events?screen=${this.screenId}`, this.#base);
      const asking = request(url, { agent: false, headers: { cookie: this.#cookie } }, (stream) => {
        if (stream.statusCode !== 200) return reject(new Error(`events: ${stream.statusCode}`));
        stream.setEncoding('utf8');
        let rest = '';
        stream.on('data', (chunk: string) => {
          rest += chunk;
          for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
            this.#hear(rest.slice(0, end));
            rest = rest.slice(end + 2);
          }
        });
        resolve();
      });
      asking.once('error', reject);
      asking.end();
    });
  }

  #hear(block: string): void {
    const data = /^data: (.*)$/m.exec(block)?.[1];
    const type = /^event: (.*)$/m.exec(block)?.[1];
    if (data === undefined || type === undefined) return;
    const event = { ...JSON.parse(data), type } as ScreenEvent;
    this.onEvent(event);
    if (event.type === 'manifest' && event.hash !== this.held?.hash) void this.fetch();
  }

  #ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: IncomingMessage['headers']; text: string }> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const all = {
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
        ...headers,
      };
      const asking = request(new URL(path, this.#base), { method, agent, headers: all }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }),
        );
        response.on('error', reject);
      });
      asking.once('error', reject);
      asking.end(text);
    });
  }
}
