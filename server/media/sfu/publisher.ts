import type { types } from 'mediasoup';
import { Refusal } from '../../services/refusal.ts';
import { ntpToUnixMs, type SenderReport } from '../rtp/timeline.ts';
import { packagerCapabilities } from './codecs.ts';
import { createTransport, offerOf, type TransportOffer, watchTransport } from './transport.ts';

export interface TapEvents {
  rtp(kind: types.MediaKind, packet: Buffer): void;
  report(kind: types.MediaKind, report: SenderReport): void;
}

const MIME: Record<types.MediaKind, string> = { video: 'video/h264', audio: 'audio/opus' };

/** Whoever sends the program. Owned by its room; closes once, and tells. */
export class Publisher {
  readonly id: string;
  readonly #router: types.Router;
  readonly #transport: types.WebRtcTransport;
  readonly #producers = new Map<types.MediaKind, types.Producer>();
  readonly #onClose: () => void;
  #tap: types.DirectTransport | undefined;
  #videoTap: types.Consumer | undefined;
  #closed = false;

  private constructor(input: { id: string; router: types.Router; transport: types.WebRtcTransport; onClose: () => void }) {
    this.id = input.id;
    this.#router = input.router;
    this.#transport = input.transport;
    this.#onClose = input.onClose;
    watchTransport(input.transport, () => this.close());
    input.transport.observer.once('close', () => this.close());
  }

  static async open(input: { id: string; router: types.Router; server: types.WebRtcServer; onClose: () => void }): Promise<Publisher> {
    const transport = await createTransport(input.router, input.server);
    return new Publisher({ id: input.id, router: input.router, transport, onClose: input.onClose });
  }

  get closed(): boolean {
    return this.#closed;
  }

  get offer(): TransportOffer {
    return offerOf(this.#transport);
  }

  get hasAudio(): boolean {
    return this.#producers.has('audio');
  }

  producer(kind: types.MediaKind): types.Producer | undefined {
    return this.#producers.get(kind);
  }

  async connect(dtlsParameters: types.DtlsParameters): Promise<void> {
    await this.#transport.connect({ dtlsParameters });
  }

  async restartIce(): Promise<types.IceParameters> {
    return this.#transport.restartIce();
  }

  /** @throws Refusal LIVE_NEEDS_H264 for any other codec, LIVE_BAD_SIGNALLING for what is no RTP parameters at all */
  async produce(kind: types.MediaKind, rtpParameters: types.RtpParameters): Promise<string> {
    const offered = rtpParameters.codecs[0]?.mimeType ?? '';
    if (offered.toLowerCase() !== MIME[kind]) throw new Refusal('LIVE_NEEDS_H264', { offered });
    this.#producers.get(kind)?.close();
    try {
      const producer = await this.#transport.produce({ kind, rtpParameters, keyFrameRequestDelay: 1000 });
      this.#producers.set(kind, producer);
      producer.observer.once('close', () => {
        if (this.#producers.get(kind) === producer) this.#producers.delete(kind);
      });
      return producer.id;
    } catch (error) {
      if (this.#closed) throw new Refusal('LIVE_SESSION_GONE');
      if (error instanceof TypeError || (error instanceof Error && error.name === 'UnsupportedError')) {
        throw new Refusal(/codec|unsupported/i.test(error.message) ? 'LIVE_NEEDS_H264' : 'LIVE_BAD_SIGNALLING', { offered });
      }
      throw error;
    }
  }

  /** Both tracks are here and viewers may come. */
  get isOnAir(): boolean {
    return this.#tap !== undefined && !this.#closed;
  }

  /**
   * Goes on air: sends a copy of everything, with the sender's reports, into this process.
   * @throws Refusal LIVE_SESSION_GONE when the publisher leaves meanwhile
   */
  async tap(events: TapEvents): Promise<void> {
    try {
      await this.#openTap(events);
    } catch (error) {
      if (this.#closed) throw new Refusal('LIVE_SESSION_GONE');
      throw error;
    }
  }

  async #openTap(events: TapEvents): Promise<void> {
    this.#tap?.close();
    const tap = await this.#router.createDirectTransport();
    this.#tap = tap;
    for (const [kind, producer] of this.#producers) {
      await producer.enableTraceEvent(['sr']);
      producer.on('trace', (trace) => {
        const report = trace.type === 'sr' ? reportOf(trace.info) : undefined;
        if (report) events.report(kind, report);
      });
      const consumer = await tap.consume({ producerId: producer.id, rtpCapabilities: packagerCapabilities(this.#router), paused: true });
      consumer.on('rtp', (packet) => events.rtp(kind, packet));
      await consumer.resume();
      if (kind === 'video') this.#videoTap = consumer;
    }
  }

  /** @throws Error when the worker dies while the request is on its way */
  async requestKeyframe(): Promise<void> {
    if (this.#videoTap && !this.#videoTap.closed) await this.#videoTap.requestKeyFrame();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#tap?.close();
    this.#transport.close();
    this.#onClose();
  }
}

/** mediasoup's `sr` trace names its fields as RFC 3550 does. */
function reportOf(info: Record<string, unknown>): SenderReport | undefined {
  const { ntpSec, ntpFrac, rtpTs } = info;
  if (typeof ntpSec !== 'number' || typeof ntpFrac !== 'number' || typeof rtpTs !== 'number') return undefined;
  return { ntpMs: ntpToUnixMs(ntpSec, ntpFrac), rtpTimestamp: rtpTs };
}
