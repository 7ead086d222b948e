import { randomUUID } from 'node:crypto';
import type { GreenRoomLine } from '../contract/guests.ts';
import type { GuestPresence, GuestsPort } from '../services/guests/guests-port.ts';
import { Refusal } from '../services/refusal.ts';
import { GuestRoom } from './sfu/guest-room.ts';
import { HOST_PEER } from './sfu/room-peer.ts';
import type { WorkerPool } from './sfu/worker-pool.ts';

/** What somebody sees who has just come back. */
const MOST_LINES = 60;

interface Open {
  readonly room: GuestRoom;
  readonly lines: GreenRoomLine[];
}

export interface GuestRoomsEvents {
  changed(episodeId: string): void;
  left(episodeId: string, guestId: string): void;
}

/** The green rooms on this machine, each from its first guest's or host's coming until its episode ends. What is written in one is kept nowhere else. */
export class GuestRooms implements GuestsPort {
  readonly #pool: () => WorkerPool;
  readonly #open = new Map<string, Open>();
  #events: GuestRoomsEvents = { changed: () => {}, left: () => {} };

  /** @param pool throws Refusal LIVE_UNAVAILABLE while there is none */
  constructor(pool: () => WorkerPool) {
    this.#pool = pool;
  }

  /** Who hears of it. Set once. */
  observe(events: GuestRoomsEvents): void {
    this.#events = events;
  }

  /** @throws Refusal LIVE_UNAVAILABLE */
  enter(episodeId: string): GuestRoom {
    const known = this.#open.get(episodeId);
    if (known) return known.room;
    const room = new GuestRoom({
      pool: this.#pool(),
      events: {
        changed: () => this.#events.changed(episodeId),
        left: (guestId) => this.#events.left(episodeId, guestId),
      },
    });
    this.#open.set(episodeId, { room, lines: [] });
    return room;
  }

  /** @throws Refusal LIVE_SESSION_GONE */
  require(episodeId: string): GuestRoom {
    const known = this.#open.get(episodeId);
    if (!known) throw new Refusal('LIVE_SESSION_GONE');
    return known.room;
  }

  setStage(episodeId: string, guestIds: readonly string[]): void {
    this.#open.get(episodeId)?.room.setStage(guestIds);
  }

  drop(episodeId: string, guestId: string): void {
    this.#open.get(episodeId)?.room.drop(guestId);
  }

  presence(episodeId: string, guestId: string): GuestPresence {
    const peer = this.#open.get(episodeId)?.room.peerOf(guestId);
    return { isPresent: peer !== undefined, audio: peer?.sending('audio') ?? 'none', video: peer?.sending('video') ?? 'none' };
  }

  hostIsHere(episodeId: string): boolean {
    return this.#open.get(episodeId)?.room.isHere(HOST_PEER) ?? false;
  }

  lines(episodeId: string): readonly GreenRoomLine[] {
    return this.#open.get(episodeId)?.lines ?? [];
  }

  say(episodeId: string, line: Omit<GreenRoomLine, 'id'>): void {
    this.enter(episodeId);
    const lines = this.#open.get(episodeId)?.lines;
    lines?.push({ id: randomUUID(), ...line });
    if (lines && lines.length > MOST_LINES) lines.shift();
    this.#events.changed(episodeId);
  }

  end(episodeId: string): void {
    const known = this.#open.get(episodeId);
    this.#open.delete(episodeId);
    known?.room.close();
    if (known) this.#events.changed(episodeId);
  }

  close(): void {
    for (const { room } of this.#open.values()) room.close();
    this.#open.clear();
  }
}
