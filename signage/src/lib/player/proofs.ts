import { Journal, type JournalSender, type JournalShelf } from './journal.ts';
import type { Counted } from './play-counter.ts';

/** 播放证明 of one slot: a journal for each screen that it has been, written by one of the tabs that may be open. */
export class Proofs {
  readonly #shelf: JournalShelf;
  readonly #slot: string;
  #of: string | undefined;
  #journal: Promise<Journal> | undefined;
  #counts = false;
  #letGo: (() => void) | undefined;

  constructor(shelf: JournalShelf, slot: string) {
    this.#shelf = shelf;
    this.#slot = slot;
  }

  /** This device is this screen now. Said again, it changes nothing: what was counted since the page began is of one start. */
  begin(screenId: string): void {
    const of = `${this.#slot} ${screenId}`;
    if (this.#of === of) return;
    this.#of = of;
    this.#journal = Journal.open(this.#shelf, of, () => crypto.randomUUID());
  }

  /**
   * Two tabs of one wall would count everything twice. The one that holds the lock counts; a tab that nobody sees lets go of it, and gets it back when
   * it is seen. @returns to stop
   */
  countInOneTab(): () => void {
    const seen = () => {
      if (document.hidden) this.#release();
      else this.#ask();
    };
    document.addEventListener('visibilitychange', seen);
    seen();
    return () => {
      document.removeEventListener('visibilitychange', seen);
      this.#release();
    };
  }

  #ask(): void {
    if (this.#letGo !== undefined) return;
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#letGo = release;
    void navigator.locks.request(`gangbo-plays-${this.#slot}`, () => {
      // Asked for while it was seen, and granted after it was left.
      this.#counts = this.#letGo === release;
      return until;
    });
  }

  #release(): void {
    this.#counts = false;
    this.#letGo?.();
    this.#letGo = undefined;
  }

  async played(play: Counted): Promise<void> {
    if (!this.#counts) return;
    await (await this.#journal)?.played(play);
  }

  async clockWasOff(ms: number): Promise<void> {
    await (await this.#journal)?.clockWasOff(ms);
  }

  async send(sender: JournalSender): Promise<void> {
    await (await this.#journal)?.send(sender);
  }
}
