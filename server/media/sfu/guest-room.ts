import { randomUUID } from 'node:crypto';
import type { types } from 'mediasoup';
import { Refusal } from '../../services/refusal.ts';
import { offeredCapabilities, programCodecs } from './codecs.ts';
import { HOST_PEER, RoomPeer } from './room-peer.ts';
import type { TrackOffer } from './viewer.ts';
import type { Ground, WorkerPool } from './worker-pool.ts';

/** A host and a colleague who looks on, each with a page reloaded a moment ago. */
const MOST_HOST_PAGES = 4;

/** Every browser with WebRTC has both (RFC 7742 §5): a phone whose H.264 is broken sends VP8. */
const guestCodecs: types.RouterRtpCodecCapability[] = [...programCodecs, { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 }];

export interface GuestRoomEvents {
  /** Who is here, or what they send, has changed. */
  changed(): void;
  /** A guest's line has ended, and no newer one of theirs stands. */
  left(guestId: string): void;
}

/**
 * The green room of one episode in the SFU: the host's page and the guests', on a router of their own beside the program's. The host gets every
 * guest. A guest gets the host's voice and that of the other guests on stage, each as its own stream and never their own: so nobody hears
 * themself, and no mix is made for each. Survives its worker as the program's room does.
 */
export class GuestRoom {
  readonly #pool: WorkerPool;
  readonly #events: GuestRoomEvents;
  readonly #peers = new Map<string, RoomPeer>();
  #onStage: ReadonlySet<string> = new Set();
  #ground: Promise<Ground>;
  #closed = false;

  constructor(input: { pool: WorkerPool; events: GuestRoomEvents }) {
    this.#pool = input.pool;
    this.#events = input.events;
    this.#ground = this.#open();
  }

  async capabilities(): Promise<types.RtpCapabilities> {
    return offeredCapabilities((await this.#ground).router);
  }

  /** A guest has one line: the newest. A reload needn't wait until the old one times out. */
  async enter(who: string): Promise<RoomPeer> {
    const { router, server } = await this.#ground;
    const peer = await RoomPeer.open({
      id: randomUUID(),
      who,
      router,
      server,
      changed: () => this.#events.changed(),
      onClose: () => this.#gone(peer),
    });
    if (this.#closed) {
      peer.close();
      throw new Refusal('LIVE_SESSION_GONE');
    }
    const before = this.#of(who);
    this.#peers.set(peer.id, peer);
    const tooMany = who === HOST_PEER ? before.slice(0, Math.max(0, before.length - MOST_HOST_PAGES + 1)) : before;
    for (const old of tooMany) old.close();
    this.#events.changed();
    return peer;
  }

  /** @throws Refusal LIVE_SESSION_GONE; GUEST_ELSEWHERE where another page of the same guest has taken over */
  require(who: string, id: string): RoomPeer {
    const peer = this.#peers.get(id);
    if (peer?.who === who) return peer;
    throw new Refusal(who !== HOST_PEER && this.isHere(who) ? 'GUEST_ELSEWHERE' : 'LIVE_SESSION_GONE');
  }

  get isEmpty(): boolean {
    return this.#peers.size === 0;
  }

  isHere(who: string): boolean {
    return this.#of(who).length > 0;
  }

  /** Of the guest's line. */
  peerOf(guestId: string): RoomPeer | undefined {
    return this.#of(guestId).at(-1);
  }

  /** All that this end may have now. */
  async sync(peer: RoomPeer, rtpCapabilities: types.RtpCapabilities): Promise<(TrackOffer & { from: string })[]> {
    const { router } = await this.#ground;
    await peer.receive(this.#audible(peer), router, rtpCapabilities);
    return peer.tracks;
  }

  /** Who goes off stage is heard by the host alone from this moment on. */
  setStage(guestIds: Iterable<string>): void {
    this.#onStage = new Set(guestIds);
    for (const peer of this.#peers.values()) peer.keepOnly(new Set(this.#audible(peer).map(({ producer }) => producer.id)));
    this.#events.changed();
  }

  /** The guest is out, whatever their page says. */
  drop(guestId: string): void {
    for (const peer of this.#of(guestId)) peer.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const peer of [...this.#peers.values()]) peer.close();
    this.#ground.then(
      ({ router }) => router.close(),
      () => undefined, // The room closed before it had opened: nothing stands that could be closed.
    );
  }

  #audible(peer: RoomPeer): { from: string; producer: types.Producer }[] {
    return [...this.#peers.values()].flatMap((other) => {
      if (other.who === peer.who) return [];
      const isLetIn = peer.who === HOST_PEER || other.who === HOST_PEER || this.#onStage.has(other.who);
      if (!isLetIn) return [];
      // A guest sees the program itself, where everybody is in the picture.
      const producers = peer.who === HOST_PEER ? other.producers : other.producers.filter(({ kind }) => kind === 'audio');
      return producers.map((producer) => ({ from: other.who, producer }));
    });
  }

  #of(who: string): RoomPeer[] {
    return [...this.#peers.values()].filter((peer) => peer.who === who);
  }

  #gone(peer: RoomPeer): void {
    if (!this.#peers.delete(peer.id) || this.#closed) return;
    if (peer.who !== HOST_PEER && !this.isHere(peer.who)) this.#events.left(peer.who);
    this.#events.changed();
  }

  async #open(): Promise<Ground> {
    const ground = await this.#pool.createRouter(guestCodecs);
    ground.router.once('workerclose', () => {
      if (this.#closed) return;
      this.#ground = this.#open();
      // Only a closed pool refuses a router.
      this.#ground.then(undefined, () => this.close());
    });
    return ground;
  }
}
