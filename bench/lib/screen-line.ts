import { type KeyObject, sign } from 'node:crypto';
import { type Agent, type IncomingMessage, request } from 'node:http';

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

export interface ScreenLineParts {
  base: string;
  screenId: string;
  /** The device's private key (P-256). */
  key: KeyObject;
  /** Sockets for its questions, shared by many screens of a process as behind a NAT. */
  agent(): Agent;
  /** Waited for an answer; for ever if it isn't said. */
  withinMs?: number;
}

/** What a paired screen asks of the server: a session that its key opens, and questions under it (signage/src/lib/player/screen-api.ts). */
export class ScreenLine {
  readonly #parts: ScreenLineParts;
  /** Of the session. */
  cookie = '';

  constructor(parts: ScreenLineParts) {
    this.#parts = parts;
  }

  /** @returns the session @throws Error with what was answered, where the server does not believe the key */
  async openSession(): Promise<Answer> {
    const { screenId, key } = this.#parts;
    const { nonce } = JSON.parse((await this.ask('GET', 'challenge')).text) as { nonce: string };
    const message = Buffer.from(`gangbo-screen:${screenId}:${nonce}`);
    const signature = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    const answer = await this.ask('POST', 'session', { body: { screenId, nonce, signature } });
    if (answer.status !== 200) throw new Error(`session: ${answer.status} ${answer.text}`);
    this.cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
    return answer;
  }

  /** @param path below /api/screen/ */
  ask(method: string, path: string, { body, headers }: { body?: unknown; headers?: Record<string, string> } = {}): Promise<Answer> {
    const { base, screenId, agent, withinMs } = this.#parts;
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const all = {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
        ...headers,
      };
      const url = new URL(`/api/screen/${path}?screen=${screenId}`, base);
      const signal = withinMs === undefined ? undefined : AbortSignal.timeout(withinMs);
      const asking = request(url, { method, agent: agent(), headers: all, ...(signal && { signal }) }, (response) => {
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
