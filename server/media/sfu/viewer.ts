import type { types } from 'mediasoup';
import { createTransport, offerOf, type TransportOffer, watchTransport } from './transport.ts';

/** What a browser needs to receive one track. */
export interface TrackOffer {
  readonly id: string;
  readonly producerId: string;
  readonly kind: types.MediaKind;
  readonly rtpParameters: types.RtpParameters;
}

/** Whoever watches over WebRTC. Owned by its room; closes once, and tells. */
export class Viewer {
  readonly id: string;
  readonly #transport: types.WebRtcTransport;
  readonly #consumers: types.Consumer[] = [];
  readonly #onClose: () => void;
  #closed = false;

  private constructor(input: { id: string; transport: types.WebRtcTransport; onClose: () => void }) {
    this.id = input.id;
    this.#transport = input.transport;
    this.#onClose = input.onClose;
    watchTransport(input.transport, () => this.close());
    input.transport.observer.once('close', () => this.close());
  }

  static async open(input: {
    id: string;
    router: types.Router;
    server: types.WebRtcServer;
    producers: readonly types.Producer[];
    rtpCapabilities: types.RtpCapabilities;
    onClose: () => void;
  }): Promise<Viewer> {
    const transport = await createTransport(input.router, input.server);
    const viewer = new Viewer({ id: input.id, transport, onClose: input.onClose });
    for (const producer of input.producers) {
      if (!input.router.canConsume({ producerId: producer.id, rtpCapabilities: input.rtpCapabilities })) continue;
      const consumer = await transport.consume({
        producerId: producer.id,
        rtpCapabilities: input.rtpCapabilities,
        // Resumed when the browser is ready: a keyframe that arrives before that is lost.
        paused: true,
      });
      viewer.#consumers.push(consumer);
      // The publisher has gone: the viewer comes back when there is a new one.
      consumer.once('producerclose', () => viewer.close());
    }
    return viewer;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get offer(): TransportOffer {
    return offerOf(this.#transport);
  }

  get tracks(): TrackOffer[] {
    return this.#consumers.map(({ id, producerId, kind, rtpParameters }) => ({ id, producerId, kind, rtpParameters }));
  }

  async connect(dtlsParameters: types.DtlsParameters): Promise<void> {
    await this.#transport.connect({ dtlsParameters });
  }

  async resume(): Promise<void> {
    for (const consumer of this.#consumers) {
      await consumer.resume();
      if (consumer.kind === 'video') await consumer.requestKeyFrame();
    }
  }

  async restartIce(): Promise<types.IceParameters> {
    return this.#transport.restartIce();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#transport.close();
    this.#onClose();
  }
}
