import type { RtpPacket } from './packet.ts';
import { Unwrapper } from './unwrap.ts';

export interface Ordered<T> {
  readonly item: T;
  /** Packets are missing between the one before and this one. */
  readonly afterLoss: boolean;
}

export interface ReorderLimits {
  /** How many packets may wait behind a hole before it is given up. */
  readonly packets: number;
  /** How long the oldest may wait behind a hole, ms. */
  readonly waitMs: number;
}

interface Waiting {
  readonly packet: RtpPacket;
  readonly arrivedMs: number;
}

/**
 * Puts the packets of one stream back in order. Waits for a missing one (NACK may bring it) until the limits are reached, then goes on
 * and says so. Duplicates and what comes too late are dropped.
 */
export class ReorderBuffer {
  readonly #limits: ReorderLimits;
  readonly #sequence = new Unwrapper(16);
  readonly #waiting = new Map<number, Waiting>();
  #next: number | undefined;

  constructor(limits: ReorderLimits) {
    this.#limits = limits;
  }

  /** Takes one packet and returns what can go on now, in order. */
  push(packet: RtpPacket, nowMs: number): Ordered<RtpPacket>[] {
    const sequence = this.#sequence.unwrap(packet.sequenceNumber);
    this.#next ??= sequence;
    if (sequence < this.#next || this.#waiting.has(sequence)) return [];
    this.#waiting.set(sequence, { packet, arrivedMs: nowMs });
    return this.release(nowMs);
  }

  /** What can go on at this time: also called when nothing arrives, so that a hole is given up in time. */
  release(nowMs: number): Ordered<RtpPacket>[] {
    const out: Ordered<RtpPacket>[] = [];
    if (this.#next === undefined) return out;
    let afterLoss = false;
    while (this.#waiting.size > 0) {
      const head = this.#waiting.get(this.#next);
      if (head) {
        this.#waiting.delete(this.#next);
        this.#next += 1;
        out.push({ item: head.packet, afterLoss });
        afterLoss = false;
        continue;
      }
      if (!this.#holeIsLost(nowMs)) break;
      this.#next = Math.min(...this.#waiting.keys());
      afterLoss = true;
    }
    return out;
  }

  #holeIsLost(nowMs: number): boolean {
    if (this.#waiting.size > this.#limits.packets) return true;
    for (const { arrivedMs } of this.#waiting.values()) {
      if (nowMs - arrivedMs >= this.#limits.waitMs) return true;
    }
    return false;
  }
}
