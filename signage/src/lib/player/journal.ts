import type { PlayBatch } from '#server/contract/proofs.ts';
import type { PlayedSlide } from '#server/domain/proof/played.ts';

/** One play as it is kept on the device. */
export interface KeptPlay {
  journal: string;
  /** 1, 2, 3, … without a gap. */
  seq: number;
  /** Key of its slide: a slide stands a thousand times, and is kept once. */
  slide: string;
  atMs: number;
  ms: number;
  /** The start of this page in which it was counted: what its clock was worth may be learned later. */
  boot: string;
}

export interface KeptSlide {
  journal: string;
  key: string;
  slide: PlayedSlide;
  /** The last play that names it: with that one it may go. */
  lastSeq: number;
}

export interface JournalHead {
  /** Whose plays: a slot of this device, while it is this screen. */
  of: string;
  journal: string;
  nextSeq: number;
  /** Everything before has been sent, or had to go. */
  firstSeq: number;
  /** By start of the page: how far its clock was off, ms, where that is known. */
  offBy: Record<string, number>;
}

/**
 * Where a journal is kept. Small enough to stand on IndexedDB and, in a test, on a map that forgets as a power cut does. Each call is one transaction.
 */
export interface JournalShelf {
  /** Makes the head where there is none. @returns the one that stands */
  open(head: JournalHead): Promise<JournalHead>;
  /** Gives the play its number. Beyond `most` the oldest go. */
  append(of: string, play: Omit<KeptPlay, 'journal' | 'seq'>, slide: PlayedSlide, most: number): Promise<void>;
  oldest(of: string, most: number): Promise<{ head: JournalHead; plays: KeptPlay[]; slides: KeptSlide[] } | undefined>;
  /** Everything up to this number has been counted. */
  drop(of: string, upTo: number): Promise<void>;
  offBy(of: string, boot: string, ms: number): Promise<void>;
}

/** 60 days at a slide each 12 seconds, some 50 MB: beyond this the oldest go, and the server sees by their numbers that they are missing. */
const mostPlays = 432_000;
const batch = 200;
/** A difference in the clock that matters to nobody. */
const offByMatters = 1_000;

export interface JournalSender {
  /** @returns up to which number everything is counted */
  plays(batch: PlayBatch): Promise<{ upTo: number }>;
}

/**
 * 播放证明, on the device: each play gets the next number of its journal before anything is sent, and is forgotten when the server has said that it
 * counted that number. Whatever breaks in between, on either side, the same numbers are sent again, and count once.
 */
export class Journal {
  readonly #shelf: JournalShelf;
  readonly #of: string;
  readonly #newId: () => string;
  /** Of what is counted now: until the clock is known to be right, and from then on. */
  #boot: string;
  #sending: Promise<void> | undefined;

  private constructor(shelf: JournalShelf, of: string, newId: () => string) {
    this.#shelf = shelf;
    this.#of = of;
    this.#newId = newId;
    this.#boot = newId();
  }

  /** @param of the slot and the screen that it is now: what another screen showed is never sent in this one's name */
  static async open(shelf: JournalShelf, of: string, newId: () => string): Promise<Journal> {
    await shelf.open({ of, journal: newId(), nextSeq: 1, firstSeq: 1, offBy: {} });
    return new Journal(shelf, of, newId);
  }

  async played(play: { slide: PlayedSlide; atMs: number; ms: number }): Promise<void> {
    const kept = { slide: `${play.slide.hash} ${play.slide.id} ${play.slide.postingIds.join(' ')}`, boot: this.#boot };
    await this.#shelf.append(
      this.#of,
      { ...kept, atMs: Math.round(play.atMs), ms: Math.max(0, Math.round(play.ms)) },
      play.slide,
      mostPlays,
    );
  }

  /** The first word of a server since this start has shown that the clock was off: what was counted until now is moved when it is sent. */
  async clockWasOff(ms: number): Promise<void> {
    if (Math.abs(ms) < offByMatters) return;
    const boot = this.#boot;
    this.#boot = this.#newId();
    await this.#shelf.offBy(this.#of, boot, Math.round(ms));
  }

  /** Sends what waits, the oldest first. One at a time; a second call waits for the first. @throws whatever the sender throws */
  send(sender: JournalSender): Promise<void> {
    this.#sending ??= this.#sendAll(sender).finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #sendAll(sender: JournalSender): Promise<void> {
    for (;;) {
      const waiting = await this.#shelf.oldest(this.#of, batch);
      const [first] = waiting?.plays ?? [];
      if (waiting === undefined || first === undefined) return;
      const { upTo } = await sender.plays(batchOf(waiting, first));
      await this.#shelf.drop(this.#of, upTo);
      // A server that counted nothing of this would be asked the same for ever.
      if (upTo < first.seq) return;
    }
  }
}

function batchOf({ head, plays, slides }: { head: JournalHead; plays: KeptPlay[]; slides: KeptSlide[] }, first: KeptPlay): PlayBatch {
  const keys = [...new Set(plays.map(({ slide }) => slide))];
  const known = new Map(slides.map(({ key, slide }) => [key, slide]));
  return {
    journal: head.journal,
    from: first.seq,
    slides: keys.map((key) => known.get(key) ?? unknownSlide),
    plays: plays.map(({ slide, atMs, ms, boot }) => [keys.indexOf(slide), Math.max(0, atMs + (head.offBy[boot] ?? 0)), ms]),
  };
}

/** Its words are gone from the store: that something stood there is still true. */
const unknownSlide: PlayedSlide = { id: 'unknown', kind: 'station', version: 1, hash: '', postingIds: [] };
