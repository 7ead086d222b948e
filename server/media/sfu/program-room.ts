import { randomUUID } from 'node:crypto';
import type { types } from 'mediasoup';
import type { PictureSource } from '../../contract/live.ts';
import { Refusal } from '../../services/refusal.ts';
import { offeredCapabilities, programCodecs } from './codecs.ts';
import { Publisher } from './publisher.ts';
import { Viewer } from './viewer.ts';
import type { Ground, WorkerPool } from './worker-pool.ts';
import type { Watcher } from './worker-seats.ts';

export interface RoomEvents {
  /** The room stands on a new worker: publisher and viewers must come again. */
  reopened(): void;
  publisherGone(): void;
}

/**
 * One episode in the SFU: one publisher, many viewers, one router. Survives its worker: a dead one is replaced by the pool and the room opens
 * again on the new one, empty, under the same name.
 */
export class ProgramRoom {
  readonly #pool: WorkerPool;
  readonly #events: RoomEvents;
  readonly #viewers = new Map<string, Viewer>();
  #ground: Promise<Ground>;
  #publisher: Publisher | undefined;
  #closed = false;

  constructor(input: { pool: WorkerPool; events: RoomEvents }) {
    this.#pool = input.pool;
    this.#events = input.events;
    this.#ground = this.#open();
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  get publisher(): Publisher | undefined {
    return this.#publisher;
  }

  async capabilities(): Promise<types.RtpCapabilities> {
    const { router } = await this.#ground;
    return offeredCapabilities(router);
  }

  /** The newest publisher wins: a host whose laptop hung comes back without waiting for the old one to time out. */
  async openPublisher(from: PictureSource = 'studio'): Promise<Publisher> {
    const { router, server } = await this.#ground;
    const publisher = await Publisher.open({
      id: randomUUID(),
      from,
      router,
      server,
      onClose: () => {
        if (this.#publisher !== publisher) return;
        this.#publisher = undefined;
        this.#events.publisherGone();
      },
    });
    const before = this.#publisher;
    this.#publisher = publisher;
    before?.close();
    return publisher;
  }

  /** @throws Refusal LIVE_SESSION_GONE: the worker died, or another publisher took over */
  requirePublisher(id: string): Publisher {
    if (this.#publisher?.id !== id) throw new Refusal('LIVE_SESSION_GONE');
    return this.#publisher;
  }

  /** @throws Refusal LIVE_NO_PICTURE, LIVE_VIEWERS_FULL, LIVE_NEEDS_H264 */
  async openViewer(rtpCapabilities: types.RtpCapabilities, watcher: Watcher): Promise<Viewer> {
    const ground = await this.#ground;
    // Taken before the viewer is there: a crowd that scans in the same second must not all count as not yet come.
    const leaveSeat = ground.seats.take(watcher);
    try {
      return await this.#admit(ground, { rtpCapabilities, leaveSeat });
    } catch (error) {
      leaveSeat();
      throw error;
    }
  }

  async #admit(
    { router, server }: Ground,
    { rtpCapabilities, leaveSeat }: { rtpCapabilities: types.RtpCapabilities; leaveSeat: () => void },
  ): Promise<Viewer> {
    const publisher = this.#publisher?.isOnAir ? this.#publisher : undefined;
    const video = publisher?.producer('video');
    const audio = publisher?.producer('audio');
    if (!video) throw new Refusal('LIVE_NO_PICTURE');
    if (!router.canConsume({ producerId: video.id, rtpCapabilities })) throw new Refusal('LIVE_NEEDS_H264', { offered: '' });
    const id = randomUUID();
    const viewer = await Viewer.open({
      id,
      router,
      server,
      producers: audio ? [video, audio] : [video],
      rtpCapabilities,
      onClose: () => {
        this.#viewers.delete(id);
        leaveSeat();
      },
    });
    this.#viewers.set(id, viewer);
    return viewer;
  }

  /** @throws Refusal LIVE_SESSION_GONE */
  requireViewer(id: string): Viewer {
    const viewer = this.#viewers.get(id);
    if (!viewer) throw new Refusal('LIVE_SESSION_GONE');
    return viewer;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#publisher?.close();
    for (const viewer of [...this.#viewers.values()]) viewer.close();
    this.#ground.then(
      ({ router }) => router.close(),
      () => undefined, // The room closed before it had opened: nothing stands that could be closed.
    );
  }

  async #open(): Promise<Ground> {
    const ground = await this.#pool.createRouter(programCodecs);
    ground.router.once('workerclose', () => {
      if (this.#closed) return;
      this.#ground = this.#open();
      this.#ground.then(
        () => this.#events.reopened(),
        () => this.close(), // Only a closed pool refuses a router.
      );
    });
    return ground;
  }
}
