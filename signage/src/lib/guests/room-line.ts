import type { Device, types } from 'mediasoup-client';
import { SignallingRefused } from '../program/signalling.ts';
import type { RoomSignalling, Way } from './room-signalling.ts';

export type LineState = 'connecting' | 'here' | 'reconnecting' | 'stopped';

/** A picture or a sound that comes in, and whose it is: `host`, or a guest's id. */
export interface ComingTrack {
  readonly from: string;
  readonly kind: types.MediaKind;
  readonly track: MediaStreamTrack;
}

export interface LineEvents {
  state(state: LineState): void;
  /** All that comes in now. */
  coming(tracks: readonly ComingTrack[]): void;
  /** What trying again won't mend, in the server's words where it said it. */
  refused(code: string, words: string): void;
}

/** Refusals that a new try won't change. */
const FINAL = new Set([
  'GUEST_REMOVED',
  'GUEST_LEFT',
  'GUEST_EPISODE_OVER',
  'GUEST_ELSEWHERE',
  'NOT_ALLOWED',
  'NOT_SIGNED_IN',
  'EPISODE_NOT_FOUND',
  'LIVE_NEEDS_H264',
]);
const HEARTBEAT_MS = 1_000;
const RETRY_MS = 600;
/** A guest's picture stands in half of the canvas at most, a phone's encoder is small, and the host's laptop decodes six. */
const PICTURE_BITS = 600_000;
const PICTURE_FPS = 20;

interface Session {
  readonly id: string;
  readonly send: types.Transport;
  readonly receive: types.Transport;
  readonly producers: Map<types.MediaKind, types.Producer>;
  readonly consumers: Map<string, { from: string; consumer: types.Consumer }>;
}

/**
 * One end's line to the green room: sends one picture and one sound at most, gets what the server lets it have, and keeps both up: a dead
 * connection, a restarted server or a replaced media worker is noticed within a second.
 */
export class RoomLine {
  readonly #signalling: RoomSignalling;
  readonly #events: LineEvents;
  readonly #wanted = new Map<types.MediaKind, MediaStreamTrack>();
  #device: Device | undefined;
  #session: Session | undefined;
  #state: LineState = 'stopped';
  #timer: number | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(signalling: RoomSignalling, events: LineEvents) {
    this.#signalling = signalling;
    this.#events = events;
  }

  get state(): LineState {
    return this.#state;
  }

  start(): void {
    if (this.#state !== 'stopped') return;
    this.#set('connecting');
    void this.#enter();
  }

  /** What is sent from now on; undefined: nothing of this kind. The track stays its owner's. */
  send(kind: types.MediaKind, track: MediaStreamTrack | undefined): void {
    if (this.#wanted.get(kind) === track) return;
    if (track) this.#wanted.set(kind, track);
    else this.#wanted.delete(kind);
    this.#later((session) => this.#produce(session));
  }

  /** Somebody said that something may have changed in the room. */
  look(): void {
    this.#later((session) => this.#receive(session));
  }

  stop(): void {
    this.#set('stopped');
    clearTimeout(this.#timer);
    this.#drop();
  }

  async #enter(): Promise<void> {
    if (this.#state === 'stopped') return;
    try {
      const offer = await this.#signalling.enter();
      const device = await this.#deviceFor(offer.rtpCapabilities as unknown as types.RtpCapabilities);
      if ((this.#state as LineState) === 'stopped') return this.#signalling.leave(offer.sessionId);
      const session: Session = {
        id: offer.sessionId,
        send: device.createSendTransport(offer.send as unknown as types.TransportOptions),
        receive: device.createRecvTransport(offer.receive as unknown as types.TransportOptions),
        producers: new Map(),
        consumers: new Map(),
      };
      this.#session = session;
      this.#wire(session, session.send, 'send');
      this.#wire(session, session.receive, 'receive');
      await this.#produce(session);
      await this.#receive(session);
      if (this.#session !== session) return;
      this.#set('here');
      // What was wanted, or said, while this was under way.
      this.#later((current) => this.#produce(current));
      this.look();
      this.#beat(session);
    } catch (error) {
      this.#drop();
      if (!this.#isFinal(error)) this.#again();
    }
  }

  async #deviceFor(routerRtpCapabilities: types.RtpCapabilities): Promise<Device> {
    if (this.#device) return this.#device;
    const { Device } = await import('mediasoup-client');
    const device = await Device.factory();
    await device.load({ routerRtpCapabilities });
    this.#device = device;
    return device;
  }

  #wire(session: Session, transport: types.Transport, way: Way): void {
    transport.on('connect', ({ dtlsParameters }, done, fail) => {
      this.#signalling.connect(session.id, way, dtlsParameters).then(done, fail);
    });
    transport.on('produce', ({ kind, rtpParameters }, done, fail) => {
      this.#signalling.produce(session.id, kind, rtpParameters).then(({ producerId }) => done({ id: producerId }), fail);
    });
    transport.on('connectionstatechange', (state) => {
      if (this.#session !== session) return;
      if (state === 'failed') this.#lost();
      if (state === 'disconnected') void this.#restartIce(session, transport, way);
    });
  }

  async #restartIce(session: Session, transport: types.Transport, way: Way): Promise<void> {
    try {
      const iceParameters = await this.#signalling.restartIce(session.id, way);
      if (this.#session === session) await transport.restartIce({ iceParameters });
    } catch (error) {
      // Otherwise the server can't be reached now: 'failed' or the next heartbeat decides.
      if (error instanceof SignallingRefused && this.#session === session) this.#gone(error);
    }
  }

  async #produce(session: Session): Promise<void> {
    for (const kind of ['audio', 'video'] as const) {
      const track = this.#wanted.get(kind);
      const producer = session.producers.get(kind);
      if (producer && track && producer.track === track) continue;
      if (producer && track) {
        await producer.replaceTrack({ track });
        continue;
      }
      if (producer) {
        session.producers.delete(kind);
        producer.close();
        await this.#signalling.stop(session.id, kind);
      }
      // One that has ended by itself can't be sent: its owner says so, and gives another.
      if (!track || track.readyState === 'ended') continue;
      session.producers.set(kind, await session.send.produce({ track, stopTracks: false, ...settings[kind] }));
    }
  }

  async #receive(session: Session): Promise<void> {
    const device = this.#device;
    if (!device) return;
    const { tracks } = await this.#signalling.tracks(session.id, device.recvRtpCapabilities);
    const wanted = new Set(tracks.map(({ id }) => id));
    for (const [id, { consumer }] of session.consumers) {
      if (wanted.has(id)) continue;
      consumer.close();
      session.consumers.delete(id);
    }
    for (const { id, producerId, kind, rtpParameters, from } of tracks) {
      if (session.consumers.has(id)) continue;
      const parameters = rtpParameters as unknown as types.RtpParameters;
      // Each on a stream of its own: a browser would hold one guest's sound back for another's picture.
      const consumer = await session.receive.consume({ id, producerId, kind, rtpParameters: parameters, streamId: from });
      session.consumers.set(id, { from, consumer });
    }
    await this.#signalling.resume(session.id);
    if (this.#session !== session) return;
    this.#tellComing(session);
  }

  #tellComing({ consumers }: Session): void {
    this.#events.coming([...consumers.values()].map(({ from, consumer: { kind, track } }) => ({ from, kind, track })));
  }

  /** One thing after the other: two looks at once would take the same track twice. */
  #later(act: (session: Session) => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      const session = this.#session;
      if (!session || this.#state !== 'here') return;
      try {
        await act(session);
      } catch (error) {
        if (this.#session === session && error instanceof SignallingRefused) this.#gone(error);
      }
    });
  }

  #beat(session: Session): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      if (this.#session !== session || this.#state !== 'here') return;
      try {
        await this.#signalling.alive(session.id);
      } catch (error) {
        // Without an answer the media may still flow: WebRTC's own state decides.
        if (error instanceof SignallingRefused && this.#session === session && this.#gone(error)) return;
      }
      if (this.#session === session) this.#beat(session);
    }, HEARTBEAT_MS) as unknown as number;
  }

  /** @returns whether this session has ended by it */
  #gone(error: SignallingRefused): boolean {
    if (error.code === 'LIVE_SESSION_GONE') {
      this.#lost();
      return true;
    }
    if (!FINAL.has(error.code)) return false;
    this.#drop();
    return this.#isFinal(error);
  }

  #isFinal(error: unknown): boolean {
    // mediasoup-client's own word for a browser without WebRTC.
    const code = error instanceof SignallingRefused ? error.code : nameOf(error) === 'UnsupportedError' ? 'LIVE_NEEDS_H264' : '';
    if (!FINAL.has(code)) return false;
    this.#set('stopped');
    clearTimeout(this.#timer);
    this.#events.refused(code, error instanceof SignallingRefused ? error.message : '');
    return true;
  }

  #lost(): void {
    if (this.#state === 'stopped') return;
    this.#drop();
    this.#set('reconnecting');
    void this.#enter();
  }

  #again(): void {
    if (this.#state === 'stopped') return;
    this.#set('reconnecting');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#enter(), RETRY_MS) as unknown as number;
  }

  #drop(): void {
    const session = this.#session;
    this.#session = undefined;
    if (!session) return;
    session.send.close();
    session.receive.close();
    this.#signalling.leave(session.id);
    this.#events.coming([]);
  }

  #set(state: LineState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#events.state(state);
  }
}

const settings: Record<types.MediaKind, Partial<types.ProducerOptions>> = {
  video: {
    encodings: [{ maxBitrate: PICTURE_BITS, maxFramerate: PICTURE_FPS }],
    codecOptions: { videoGoogleStartBitrate: 400 },
  },
  audio: { codecOptions: { opusStereo: false, opusDtx: false, opusFec: true, opusMaxAverageBitrate: 48_000 } },
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
