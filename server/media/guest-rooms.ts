import { randomUUID } from 'node:crypto';
import type { GreenRoomLine } from '../contract/guests.ts';
import type { GuestPresence, GuestsPort } from '../services/guests/guests-port.ts';
import { Refusal } from '../services/refusal.ts';
import { GuestRoom } from './sfu/guest-room.ts';
import { HOST_PEER } from './sfu/room-peer.ts';
import type { WorkerPool } from './sfu/worker-pool.ts';

/** What somebody sees who has just come back. */
const MOST_LINES = 60;
/** A room in which nobody has been for this long is closed: whoever goes to get a coffee finds what was written, and no room is forgotten. */
const EMPTY_MS = 30 * 60_000;

interface Open {
  readonly room: GuestRoom;
  readonly lines: GreenRoomLine[];
  emptyTimer: NodeJS.Timeout | undefined;
}

export interface GuestRoomsEvents {
  changed(episodeId: string): void;
  left(episodeId: string, guestId: string): void;
}

/**
 * The green rooms on this machine, each from its first guest's or host's coming until its episode ends or is called off, or nobody has been in it for
 * long. What is written in one is kept nowhere else.
 */
export class GuestRooms implements GuestsPort {
  readonly #pool: () => WorkerPool;
  readonly #emptyMs: number;
  readonly #open = new Map<string, Open>();
  #events: GuestRoomsEvents = { changed: () => {}, left: () => {} };

  /** @param pool throws Refusal LIVE_UNAVAILABLE while there is none */
  constructor(pool: () => WorkerPool, { emptyMs = EMPTY_MS } = {}) {
    this.#pool = pool;
    this.#emptyMs = emptyMs;
  }

  /** Who hears of it. Set once. */
  observe(events: GuestRoomsEvents): void {
    this.#events = events;
  }

  /** @throws Refusal LIVE_UNAVAILABLE */
  enter(episodeId: string): GuestRoom {
    const room = this.#open.get(episodeId)?.room ?? this.#openRoom(episodeId);
    this.#watchEmpty(episodeId);
    return room;
  }

  #openRoom(episodeId: string): GuestRoom {
    const room = new GuestRoom({
      pool: this.#pool(),
      events: {
        changed: () => {
          this.#watchEmpty(episodeId);
          this.#events.changed(episodeId);
        },
        left: (guestId) => this.#events.left(episodeId, guestId),
      },
    });
    this.#open.set(episodeId, { room, lines: [], emptyTimer: undefined });
    return room;
  }

  /** Counted anew from whatever happens in it. */
  #watchEmpty(episodeId: string): void {
    const known = this.#open.get(episodeId);
    if (!known) return;
    clearTimeout(known.emptyTimer);
    known.emptyTimer = known.room.isEmpty ? setTimeout(() => this.end(episodeId), this.#emptyMs).unref() : undefined;
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
    clearTimeout(known?.emptyTimer);
    known?.room.close();
    if (known) this.#events.changed(episodeId);
  }

  close(): void {
    for (const { room, emptyTimer } of this.#open.values()) {
      clearTimeout(emptyTimer);
      room.close();
    }
    this.#open.clear();
  }
}
