import type { WallView } from '#server/contract/figures.ts';
import type { Problem } from '#server/contract/problems.ts';
import type { PlayBatch } from '#server/contract/proofs.ts';
import type { PlayerHealth } from '#server/contract/screens.ts';
import type { ViewingSeen } from '#server/contract/viewing.ts';
import { SignallingRefused, type ViewerOffer } from '$signage/program/signalling.ts';
import { signWith } from './device-key.ts';

/** A coded answer of the server (contract/problems.ts). Without one, fetch's own TypeError or an AbortError says: not reached. */
export class Answered extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Problem['details'];

  constructor(code: string, status: number, details?: Problem['details']) {
    super(code);
    this.details = details;
    this.name = 'Answered';
    this.code = code;
    this.status = status;
  }
}

const answerWithinMs = 10_000;

/** The demo cuts a player's network here, below everything that would use it. */
export interface Wire {
  cut: boolean;
}

/** When each answer was asked for: its server's time lies between that and its arrival. */
const askedAt = new WeakMap<Response, number>();

async function call(wire: Wire, path: string, init: RequestInit = {}): Promise<Response> {
  if (wire.cut) throw new TypeError('cut off by the demo');
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), answerWithinMs);
  try {
    const asked = performance.now();
    const response = await fetch(`/api/${path}`, { credentials: 'same-origin', ...init, signal: abort.signal });
    askedAt.set(response, asked);
    if (response.ok || response.status === 304) return response;
    const problem = (await response.json().catch(() => ({}))) as { code?: string; details?: Problem['details'] };
    throw new Answered(problem.code ?? 'INTERNAL', response.status, problem.details);
  } finally {
    clearTimeout(timer);
  }
}

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export interface SigningKey {
  id: string;
  raw: string;
}

export type PairingState =
  | { state: 'waiting'; code: string; expiresAt: string }
  | { state: 'paired'; screenId: string; signingKey: SigningKey };

/** What any device may ask. */
export const pairingApi = (wire: Wire) => ({
  offer: async (publicKey: string) =>
    (await (await call(wire, 'screen/pairing', json('POST', { publicKey }))).json()) as {
      deviceId: string;
      code: string;
      expiresAt: string;
    },
  state: async (deviceId: string) => (await (await call(wire, `screen/pairing/${deviceId}`)).json()) as PairingState,
  /** The demo's own way, on this machine only: no code to type. */
  adopt: async (screenId: string, publicKey: string) =>
    (await (await call(wire, `demo/screens/${screenId}/pair`, json('POST', { publicKey }))).json()) as { adoption: string },
});

export interface Session {
  /** Which start of this device the server knows it by. */
  version: number;
  signingKey: SigningKey;
  serverTime: string;
}

/** A takeover that came to stand on the glass. */
export interface Stood {
  id: string;
  agoMs: number;
}

/** The server's time, and when it was asked for and heard (monotonic, ms). */
export interface TimeHeard {
  serverTime: string;
  askedMono: number;
  heardMono: number;
}

export interface FetchedManifest extends TimeHeard {
  /** Absent: the one that is held is still the newest. */
  text?: string;
}

/** Lets a start prove itself; told the session that it goes on with, if there is one. */
type Start = (prove: (continues: number | undefined) => Promise<Session>) => Promise<Session>;

/** What a paired screen asks. A session that has run out is renewed by proving the key again, once a call. */
export class ScreenApi {
  readonly screenId: string;
  readonly #keys: CryptoKeyPair;
  readonly #wire: Wire;
  readonly #adoption: string | undefined;
  readonly #start: Start;
  #opening: Promise<Session> | undefined;
  /** Of this start of the page: nothing that is kept, or a copied disk would carry it on. */
  #version: number | undefined;

  /** @param given.start beside another page of this screen in this browser (siblings.ts) */
  constructor(given: {
    screenId: string;
    keys: CryptoKeyPair;
    wire: Wire;
    adoption?: string | undefined;
    start?: Start;
  }) {
    this.screenId = given.screenId;
    this.#keys = given.keys;
    this.#wire = given.wire;
    this.#adoption = given.adoption;
    this.#start = given.start ?? ((prove) => prove(undefined));
  }

  /** Which start of the device this session is of; none before the first. */
  get version(): number | undefined {
    return this.#version;
  }

  openSession(): Promise<Session> {
    this.#opening ??= this.#prove().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  #prove(): Promise<Session> {
    return this.#version === undefined ? this.#start((continues) => this.#proveAs(continues)) : this.#proveAs(this.#version);
  }

  async #proveAs(continues: number | undefined): Promise<Session> {
    const { nonce } = (await (await call(this.#wire, 'screen/challenge')).json()) as { nonce: string };
    const signature = await signWith(this.#keys, `gangbo-screen:${this.screenId}:${nonce}`);
    const response = await call(
      this.#wire,
      'screen/session',
      json('POST', { screenId: this.screenId, nonce, signature, adoption: this.#adoption, continues }),
    );
    const session = (await response.json()) as Session;
    this.#version = session.version;
    return session;
  }

  async manifest(heldHash: string | undefined): Promise<FetchedManifest> {
    const headers: Record<string, string> = heldHash === undefined ? {} : { 'if-none-match': `"${heldHash}"` };
    const response = await this.#ask('screen/manifest', { headers, cache: 'no-store' });
    const heard = this.#timeOf(response);
    return response.status === 304 ? heard : { text: await response.text(), ...heard };
  }

  async presented(report: {
    version: number;
    hash: string;
    slideId: string;
    presentedAt: string;
    echoes: string[];
    stood: Stood[];
  }): Promise<void> {
    await this.#ask('screen/presented', json('POST', report));
  }

  async health(health: PlayerHealth): Promise<TimeHeard> {
    return this.#timeOf(await this.#ask('screen/health', json('POST', health)));
  }

  /** What the page drew, for the studio. */
  async screenshot(commandId: string, picture: Blob): Promise<void> {
    await this.#ask(
      'screen/screenshot',
      { method: 'POST', headers: { 'content-type': picture.type }, body: picture },
      { commandId, source: 'page' },
    );
  }

  async plays(batch: PlayBatch): Promise<{ upTo: number }> {
    return (await (await this.#ask('screen/plays', json('POST', batch))).json()) as { upTo: number };
  }

  /** A show's picture over WebRTC, on the seat that is this screen's own. @throws SignallingRefused, as whoever shows it expects */
  async picture(episodeId: string, rtpCapabilities: object): Promise<ViewerOffer> {
    try {
      return (await (await this.#ask(`screen/live/${episodeId}/viewers`, json('POST', { rtpCapabilities }))).json()) as ViewerOffer;
    } catch (error) {
      throw error instanceof Answered ? new SignallingRefused(error.code, error.status, '') : error;
    }
  }

  /** How this glass saw the show since it last said so. */
  async seen(episodeId: string, seen: ViewingSeen): Promise<void> {
    await this.#ask(`screen/live/${episodeId}/seen`, json('POST', seen));
  }

  /** The numbers of its region. */
  async wall(): Promise<WallView> {
    return (await (await this.#ask('screen/wall', { cache: 'no-store' })).json()) as WallView;
  }

  wallUrl(path: '' | '/events' = ''): string {
    return `/api/screen/wall${path}?screen=${this.screenId}`;
  }

  /** A file for screens is asked for as this one. */
  fileUrl(url: string): string {
    return url.includes('/api/screen/') ? `${url}${url.includes('?') ? '&' : '?'}screen=${this.screenId}` : url;
  }

  /** What somebody at a kiosk asks for, in the screen's own name. @param body makes it a POST */
  async kiosk<T>(path: string, body?: unknown): Promise<T | undefined> {
    const [bare = '', query = ''] = path.split('?');
    const init = body === undefined ? { cache: 'no-store' as const } : json('POST', body);
    const response = await this.#ask(`screen/kiosk/${bare}`, init, Object.fromEntries(new URLSearchParams(query)));
    return response.status === 204 ? undefined : ((await response.json()) as T);
  }

  get eventsUrl(): string {
    return `/api/screen/events?screen=${this.screenId}`;
  }

  #timeOf(response: Response): TimeHeard {
    const heardMono = performance.now();
    return { serverTime: response.headers.get('x-server-time') ?? '', askedMono: askedAt.get(response) ?? heardMono, heardMono };
  }

  async #ask(path: string, init: RequestInit, more: Record<string, string> = {}): Promise<Response> {
    const url = `${path}?${new URLSearchParams({ screen: this.screenId, ...more })}`;
    try {
      return await call(this.#wire, url, init);
    } catch (error) {
      if (!(error instanceof Answered) || error.status !== 401) throw error;
      await this.openSession();
      return call(this.#wire, url, init);
    }
  }
}
