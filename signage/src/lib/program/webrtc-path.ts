import type { Device, types } from 'mediasoup-client';
import { behindServer, type Received, readReceived } from './receive-delay.ts';
import type { ViewerSignalling } from './signalling.ts';

export interface PathEvents {
  /** The path is dead: the ladder takes the next step. */
  failed(why: string): void;
}

/** How long a broken ICE connection may take to mend by itself or by a restart, ms. */
const MEND_MS = 3_000;
/** Pages report every ten seconds. */
const MEASURE_EVERY_MS = 5_000;

/** The program over WebRTC. Opens, is watched, closes once. */
export class WebRtcPath {
  readonly #video: HTMLVideoElement;
  readonly #signalling: ViewerSignalling;
  readonly #events: PathEvents;
  #transport: types.Transport | undefined;
  #viewerId: string | undefined;
  #tracks: MediaStreamTrack[] = [];
  #isShown = false;
  #mend: number | undefined;
  #measuring: number | undefined;
  #received: Received | undefined;
  #latency: number | undefined;
  #closed = false;

  constructor(input: { video: HTMLVideoElement; signalling: ViewerSignalling; events: PathEvents }) {
    this.#video = input.video;
    this.#signalling = input.signalling;
    this.#events = input.events;
  }

  /** Behind the server, s. */
  get latency(): number | undefined {
    return this.#latency;
  }

  /** Opens, and shows it at once. @throws SignallingRefused, or UnsupportedError of mediasoup-client */
  async open(device: Device): Promise<void> {
    await this.prepare(device);
    await this.show();
  }

  /** Everything but the picture itself: who is shown another one meanwhile loses nothing if this fails. */
  async prepare(device: Device): Promise<void> {
    const offer = await this.#signalling.open(device.recvRtpCapabilities);
    if (this.#closed) {
      this.#signalling.close(offer.viewerId);
      return;
    }
    this.#viewerId = offer.viewerId;
    const transport = device.createRecvTransport(offer.transport as unknown as types.TransportOptions);
    this.#transport = transport;
    transport.on('connect', ({ dtlsParameters }, done, fail) => {
      this.#signalling.connect(offer.viewerId, dtlsParameters).then(done, fail);
    });
    transport.on('connectionstatechange', (state) => this.#follow(state));
    const tracks: MediaStreamTrack[] = [];
    for (const track of offer.tracks) {
      const consumer = await transport.consume({
        id: track.id,
        producerId: track.producerId,
        kind: track.kind,
        rtpParameters: track.rtpParameters as unknown as types.RtpParameters,
      });
      consumer.on('trackended', () => this.#fail('track ended'));
      tracks.push(consumer.track);
    }
    this.#tracks = tracks;
  }

  /** Puts what was prepared on the element. */
  async show(): Promise<void> {
    if (this.#closed || !this.#viewerId) return;
    this.#isShown = true;
    this.#video.srcObject = new MediaStream(this.#tracks);
    this.#measuring = setInterval(() => void this.#measure(), MEASURE_EVERY_MS) as unknown as number;
    await this.#signalling.resume(this.#viewerId);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#mend);
    clearInterval(this.#measuring);
    this.#transport?.close();
    if (this.#viewerId) this.#signalling.close(this.#viewerId);
    // What was only prepared leaves the element to whoever has it.
    if (this.#isShown) this.#video.srcObject = null;
  }

  async #measure(): Promise<void> {
    try {
      const now = this.#transport && readReceived(await this.#transport.getStats());
      this.#latency = now && behindServer(this.#received, now);
      this.#received = now;
    } catch {
      // Closed meanwhile.
      this.#latency = undefined;
    }
  }

  #follow(state: types.ConnectionState): void {
    clearTimeout(this.#mend);
    if (state === 'failed') this.#fail('connection failed');
    if (state !== 'disconnected') return;
    this.#mend = setTimeout(() => this.#fail('connection lost'), MEND_MS) as unknown as number;
    void this.#restartIce();
  }

  async #restartIce(): Promise<void> {
    const { viewerId } = { viewerId: this.#viewerId };
    if (!viewerId || !this.#transport) return;
    try {
      const iceParameters = await this.#signalling.restartIce(viewerId);
      if (!this.#closed) await this.#transport.restartIce({ iceParameters });
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : 'ICE restart failed');
    }
  }

  #fail(why: string): void {
    if (!this.#closed) this.#events.failed(why);
  }
}
