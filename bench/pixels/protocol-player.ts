import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { ScreenEvent } from '#server/contract/screens.ts';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { succeeds } from '#server/domain/board/replay.ts';
import { sealedText } from '#server/domain/board/seal.ts';
import { ScreenLine } from '../lib/screen-line.ts';

/** A thousand of them share this process's sockets for questions, as a NAT would; each keeps a stream of its own. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * A player without a glass: proves its key, listens, fetches by ETag, and holds only what is sound and newer. It verifies with Node's own
 * Ed25519, because a thousand walls bring a thousand processors of their own.
 */
export class ProtocolPlayer {
  readonly screenId: string;
  readonly #base: string;
  readonly #line: ScreenLine;
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
    this.#line = new ScreenLine({ ...given, agent: () => agent });
  }

  async start(): Promise<void> {
    const answer = await this.#line.openSession();
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
    const answer = await this.#line.ask('GET', 'manifest', { headers });
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
      const asking = request(url, { agent: false, headers: { cookie: this.#line.cookie } }, (stream) => {
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
}
