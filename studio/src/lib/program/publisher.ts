import type { Device, types } from 'mediasoup-client';
import type { z } from 'zod';
import { jsonClient, SignallingRefused } from '$signage/program/signalling.ts';
import type { PictureCut, producedTrack, publisherOffer } from '../../../../server/contract/live.ts';
import { CutSenders } from './cut-senders.ts';
import { SENDER, type SenderFigures, type SenderLimits, SenderWatch } from './sender.ts';

export type PublisherState = 'connecting' | 'on-air' | 'reconnecting' | 'stopped';

export interface PublisherEvents {
  state(state: PublisherState): void;
  figures?(figures: SenderFigures): void;
  /** A coded refusal that trying again won't mend (LIVE_NEEDS_H264, NOT_ALLOWED, …), in the server's words where it said it. */
  refused(code: string, words: string | undefined): void;
}

export interface PublisherSignalling {
  open(): Promise<z.infer<typeof publisherOffer>>;
  connect(publisherId: string, dtlsParameters: types.DtlsParameters): Promise<void>;
  produce(
    publisherId: string,
    kind: types.MediaKind,
    rtpParameters: types.RtpParameters,
    cut?: PictureCut,
  ): Promise<z.infer<typeof producedTrack>>;
  onAir(publisherId: string): Promise<void>;
  restartIce(publisherId: string): Promise<types.IceParameters>;
  /** Rejects with LIVE_SESSION_GONE when the server no longer knows this publisher. */
  alive(publisherId: string): Promise<void>;
  close(publisherId: string): void;
}

/** @param base e.g. `/api/live/<episode>` */
export function publisherSignalling(base: string, headers?: () => Record<string, string>): PublisherSignalling {
  const { get, post, leave } = jsonClient(base, { answerWithinMs: ANSWER_WITHIN_MS, ...(headers ? { headers } : {}) });
  return {
    open: () => post('/publishers'),
    connect: (id, dtlsParameters) => post(`/publishers/${id}/connect`, { dtlsParameters }),
    produce: (id, kind, rtpParameters, cut) => post(`/publishers/${id}/produce`, { kind, rtpParameters, ...(cut ? { cut } : {}) }),
    onAir: (id) => post(`/publishers/${id}/on-air`),
    restartIce: (id) => post(`/publishers/${id}/restart-ice`),
    alive: (id) => get(`/publishers/${id}`),
    close: (id) => leave(`/publishers/${id}`),
  };
}

/** Refusals that a new try won't change. */
const FINAL = new Set(['LIVE_NEEDS_H264', 'NOT_ALLOWED', 'NOT_SIGNED_IN', 'EPISODE_STATE', 'EPISODE_NOT_FOUND']);
/** A server that is slow is still the only one there is. */
const ANSWER_WITHIN_MS = 20_000;
const HEARTBEAT_MS = 800;
const RETRY_MS = 400;

/**
 * Sends the program and keeps sending: a dead connection, a restarted server or a replaced media worker is noticed within a second, and the
 * same tracks are published again into the same episode.
 */
export class ProgramPublisher {
  readonly #tracks: { video: MediaStreamTrack; audio: MediaStreamTrack };
  readonly #signalling: PublisherSignalling;
  readonly #events: PublisherEvents;
  readonly #limits: SenderLimits;
  readonly #cuts = new CutSenders();
  #device: Device | undefined;
  #session: { id: string; transport: types.Transport; isOnAir: boolean } | undefined;
  #watch: SenderWatch | undefined;
  #timer: number | undefined;
  #state: PublisherState = 'stopped';

  constructor(input: {
    video: MediaStreamTrack;
    audio: MediaStreamTrack;
    signalling: PublisherSignalling;
    events: PublisherEvents;
    limits?: SenderLimits;
  }) {
    this.#tracks = { video: input.video, audio: input.audio };
    this.#signalling = input.signalling;
    this.#events = input.events;
    this.#limits = input.limits ?? SENDER;
  }

  get state(): PublisherState {
    return this.#state;
  }

  start(): void {
    if (this.#state !== 'stopped') return;
    this.#set('connecting');
    void this.#publish();
  }

  /** Further pictures for other platforms, beside the program's. */
  sendCuts(tracks: ReadonlyMap<PictureCut, MediaStreamTrack>): void {
    this.#cuts.want(tracks);
  }

  stop(): void {
    this.#set('stopped');
    clearTimeout(this.#timer);
    this.#drop();
  }

  async #publish(): Promise<void> {
    if (this.#state === 'stopped') return;
    try {
      const offer = await this.#signalling.open();
      const device = await this.#deviceFor(offer.rtpCapabilities as unknown as types.RtpCapabilities);
      const transport = device.createSendTransport(offer.transport as unknown as types.TransportOptions);
      const session = { id: offer.publisherId, transport, isOnAir: false };
      this.#session = session;
      this.#wire(offer.publisherId, transport);
      const video = await transport.produce({
        track: this.#tracks.video,
        stopTracks: false,
        encodings: [{ maxBitrate: this.#limits.ceiling, maxFramerate: this.#limits.fps }],
        codecOptions: {
          videoGoogleStartBitrate: this.#limits.start / 1000,
          videoGoogleMinBitrate: this.#limits.floor / 1000,
          videoGoogleMaxBitrate: this.#limits.ceiling / 1000,
        },
      });
      await transport.produce({
        track: this.#tracks.audio,
        stopTracks: false,
        codecOptions: { opusStereo: true, opusDtx: false, opusFec: true, opusMaxAverageBitrate: 96_000 },
      });
      if (!video.rtpSender) throw new Error('This browser shows no sender');
      this.#watch = await SenderWatch.start(video.rtpSender, this.#limits, (figures) => this.#events.figures?.(figures));
      await this.#signalling.onAir(offer.publisherId);
      if ((this.#state as PublisherState) === 'stopped') return this.#drop();
      session.isOnAir = true;
      this.#set('on-air');
      this.#cuts.follow(transport);
      this.#beat();
    } catch (error) {
      this.#drop();
      const code = codeOf(error);
      if (code && FINAL.has(code)) {
        this.#set('stopped');
        this.#events.refused(code, error instanceof SignallingRefused && error.message !== '' ? error.message : undefined);
        return;
      }
      this.#again();
    }
  }

  /** @throws SignallingRefused LIVE_NEEDS_H264 before anything is sent */
  async #deviceFor(routerRtpCapabilities: types.RtpCapabilities): Promise<Device> {
    if (this.#device) return this.#device;
    const { Device } = await import('mediasoup-client');
    const device = await Device.factory();
    await device.load({ routerRtpCapabilities });
    if (!device.canProduce('video') || !device.canProduce('audio')) throw new SignallingRefused('LIVE_NEEDS_H264', 422, '');
    this.#device = device;
    return device;
  }

  #wire(id: string, transport: types.Transport): void {
    transport.on('connect', ({ dtlsParameters }, done, fail) => {
      this.#signalling.connect(id, dtlsParameters).then(done, fail);
    });
    transport.on('produce', ({ kind, rtpParameters, appData }, done, fail) => {
      this.#signalling
        .produce(id, kind, rtpParameters, appData.cut as PictureCut | undefined)
        .then(({ producerId }) => done({ id: producerId }), fail);
    });
    transport.on('connectionstatechange', (state) => {
      if (this.#session?.id !== id) return;
      if (state === 'failed') return this.#lost();
      const { isOnAir } = this.#session;
      if (state === 'connected' && isOnAir) this.#set('on-air');
      if (state !== 'disconnected') return;
      // Nothing gets through: the host hears of it now, and not when all ways out have been tried.
      if (isOnAir) this.#set('reconnecting');
      void this.#restartIce(id, transport);
    });
  }

  async #restartIce(id: string, transport: types.Transport): Promise<void> {
    try {
      const iceParameters = await this.#signalling.restartIce(id);
      if (this.#session?.id === id) await transport.restartIce({ iceParameters });
    } catch (error) {
      if (codeOf(error) === 'LIVE_SESSION_GONE') this.#lost();
      // Otherwise the server can't be reached now: 'failed' or the next heartbeat decides.
    }
  }

  #beat(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const id = this.#session?.id;
      if (!id) return;
      try {
        await this.#signalling.alive(id);
      } catch (error) {
        if (codeOf(error) === 'LIVE_SESSION_GONE') return this.#lost();
        // No answer: the picture may still flow, WebRTC's own state decides.
      }
      if (this.#session?.id === id) this.#beat();
    }, HEARTBEAT_MS) as unknown as number;
  }

  #lost(): void {
    if (this.#state === 'stopped') return;
    this.#drop();
    this.#set('reconnecting');
    void this.#publish();
  }

  #again(): void {
    if (this.#state === 'stopped') return;
    this.#set('reconnecting');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#publish(), RETRY_MS) as unknown as number;
  }

  #drop(): void {
    this.#watch?.stop();
    this.#watch = undefined;
    const session = this.#session;
    this.#session = undefined;
    if (!session) return;
    this.#cuts.follow(undefined);
    session.transport.close();
    this.#signalling.close(session.id);
  }

  #set(state: PublisherState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#events.state(state);
  }
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof SignallingRefused) return error.code;
  // mediasoup-client's own word for a browser without WebRTC or our codecs.
  if (error instanceof Error && error.name === 'UnsupportedError') return 'LIVE_NEEDS_H264';
  return undefined;
}
