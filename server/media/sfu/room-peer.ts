import type { types } from 'mediasoup';
import { Refusal } from '../../services/refusal.ts';
import { createTransport, offerOf, type TransportOffer } from './transport.ts';
import type { TrackOffer } from './viewer.ts';

/** A guest's picture fills a quarter of the canvas, or half of it: more would be thrown away by the host's laptop. */
const MOST_INCOMING_BITS = 900_000;
/** Pages say every second that they are there. */
const SILENT_FOR_MS = 6_000;
export const HOST_PEER = 'host';

export type Sending = 'none' | 'flows' | 'silent';

/** One end in a green room: the host's page, or a guest's. Sends at most one picture and one sound; closes once, and tells. */
export class RoomPeer {
  readonly id: string;
  /** `host`, or a guest's id. */
  readonly who: string;
  readonly #send: types.WebRtcTransport;
  readonly #receive: types.WebRtcTransport;
  readonly #producers = new Map<types.MediaKind, types.Producer>();
  readonly #silent = new Set<string>();
  readonly #consumers = new Map<string, { from: string; consumer: types.Consumer }>();
  readonly #changed: () => void;
  readonly #onClose: () => void;
  #timer: NodeJS.Timeout;
  #syncing: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(input: {
    id: string;
    who: string;
    send: types.WebRtcTransport;
    receive: types.WebRtcTransport;
    changed: () => void;
    onClose: () => void;
  }) {
    this.id = input.id;
    this.who = input.who;
    this.#send = input.send;
    this.#receive = input.receive;
    this.#changed = input.changed;
    this.#onClose = input.onClose;
    this.#timer = this.#deadline();
    for (const transport of [this.#send, this.#receive]) {
      transport.observer.once('close', () => this.close());
      transport.on('dtlsstatechange', (state) => {
        if (state === 'failed' || state === 'closed') this.close();
      });
    }
  }

  static async open(input: {
    id: string;
    who: string;
    router: types.Router;
    server: types.WebRtcServer;
    changed: () => void;
    onClose: () => void;
  }): Promise<RoomPeer> {
    const [send, receive] = await Promise.all([createTransport(input.router, input.server), createTransport(input.router, input.server)]);
    await send.setMaxIncomingBitrate(MOST_INCOMING_BITS);
    return new RoomPeer({ ...input, send, receive });
  }

  get closed(): boolean {
    return this.#closed;
  }

  get offers(): { send: TransportOffer; receive: TransportOffer } {
    return { send: offerOf(this.#send), receive: offerOf(this.#receive) };
  }

  get producers(): types.Producer[] {
    return [...this.#producers.values()];
  }

  sending(kind: types.MediaKind): Sending {
    const producer = this.#producers.get(kind);
    if (!producer) return 'none';
    return this.#silent.has(producer.id) ? 'silent' : 'flows';
  }

  get tracks(): (TrackOffer & { from: string })[] {
    return [...this.#consumers.values()].map(({ from, consumer: { id, producerId, kind, rtpParameters } }) => ({
      id,
      producerId,
      kind,
      rtpParameters,
      from,
    }));
  }

  /** The page is still there. */
  beat(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#deadline();
  }

  async connect(way: 'send' | 'receive', dtlsParameters: types.DtlsParameters): Promise<void> {
    await (way === 'send' ? this.#send : this.#receive).connect({ dtlsParameters });
  }

  async restartIce(way: 'send' | 'receive'): Promise<types.IceParameters> {
    return (way === 'send' ? this.#send : this.#receive).restartIce();
  }

  /** One of a kind: a new one takes the place of the one before. */
  async produce(kind: types.MediaKind, rtpParameters: types.RtpParameters): Promise<string> {
    const before = this.#producers.get(kind);
    this.#producers.delete(kind);
    before?.close();
    const producer = await this.#send.produce({ kind, rtpParameters, keyFrameRequestDelay: 1000 });
    // Two that were asked for at once: the later one stays.
    this.#producers.get(kind)?.close();
    this.#producers.set(kind, producer);
    producer.on('score', (scores) => this.#scored(producer, scores));
    producer.observer.once('close', () => {
      this.#silent.delete(producer.id);
      if (this.#producers.get(kind) !== producer) return;
      this.#producers.delete(kind);
      this.#changed();
    });
    this.#changed();
    return producer.id;
  }

  stopProducing(kind: types.MediaKind): void {
    this.#producers.get(kind)?.close();
  }

  /** Receives exactly these from now on; what can't be decoded there is left out. */
  async receive(
    wanted: readonly { from: string; producer: types.Producer }[],
    router: types.Router,
    rtpCapabilities: types.RtpCapabilities,
  ) {
    const turn = this.#syncing.then(async () => {
      this.keepOnly(new Set(wanted.map(({ producer }) => producer.id)));
      for (const { from, producer } of wanted) {
        if (this.#closed) throw new Refusal('LIVE_SESSION_GONE');
        if (this.#consumers.has(producer.id) || producer.closed) continue;
        if (!router.canConsume({ producerId: producer.id, rtpCapabilities })) continue;
        const consumer = await this.#receive.consume({ producerId: producer.id, rtpCapabilities, paused: true });
        if (consumer.closed) continue;
        this.#consumers.set(producer.id, { from, consumer });
        consumer.observer.once('close', () => this.#consumers.delete(producer.id));
      }
    });
    this.#syncing = turn.catch(() => undefined);
    await turn;
  }

  /** Whatever else was received ends at once, whether the page asks or not. */
  keepOnly(producerIds: ReadonlySet<string>): void {
    for (const [producerId, { consumer }] of this.#consumers) if (!producerIds.has(producerId)) consumer.close();
  }

  async resume(): Promise<void> {
    for (const { consumer } of [...this.#consumers.values()]) {
      if (!consumer.paused) continue;
      await consumer.resume();
      if (consumer.kind === 'video') await consumer.requestKeyFrame();
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#send.close();
    this.#receive.close();
    this.#onClose();
  }

  /** mediasoup scores a stream 0 when nothing of it has come for a second or two. */
  #scored(producer: types.Producer, scores: types.ProducerScore[]): void {
    const isSilent = scores.length > 0 && scores.every(({ score }) => score === 0);
    if (isSilent === this.#silent.has(producer.id)) return;
    if (isSilent) this.#silent.add(producer.id);
    else this.#silent.delete(producer.id);
    this.#changed();
  }

  #deadline(): NodeJS.Timeout {
    return setTimeout(() => this.close(), SILENT_FOR_MS).unref();
  }
}
