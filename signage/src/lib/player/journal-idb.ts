import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { PlayedSlide } from '#server/domain/proof/played.ts';
import type { JournalHead, JournalShelf, KeptPlay, KeptSlide } from './journal.ts';

interface JournalDb extends DBSchema {
  heads: { key: string; value: JournalHead };
  plays: { key: [string, number]; value: KeptPlay };
  slides: { key: [string, string]; value: KeptSlide };
}

/** The journals of this device, in a database of their own: what a wall shows and what it has shown fail separately. */
export class IdbJournals implements JournalShelf {
  readonly #db: IDBPDatabase<JournalDb>;

  private constructor(db: IDBPDatabase<JournalDb>) {
    this.#db = db;
  }

  static async open(): Promise<IdbJournals> {
    const db = await openDB<JournalDb>('gangbo-plays', 1, {
      upgrade(made) {
        made.createObjectStore('heads', { keyPath: 'of' });
        made.createObjectStore('plays', { keyPath: ['journal', 'seq'] });
        made.createObjectStore('slides', { keyPath: ['journal', 'key'] });
      },
    });
    return new IdbJournals(db);
  }

  async open(head: JournalHead): Promise<JournalHead> {
    const tx = this.#db.transaction('heads', 'readwrite');
    const known = await tx.store.get(head.of);
    if (known === undefined) await tx.store.put(head);
    await tx.done;
    return known ?? head;
  }

  async append(of: string, play: Omit<KeptPlay, 'journal' | 'seq'>, slide: PlayedSlide, most: number): Promise<void> {
    const tx = this.#db.transaction(['heads', 'plays', 'slides'], 'readwrite');
    const head = await tx.objectStore('heads').get(of);
    if (head !== undefined) {
      const { journal, nextSeq: seq } = head;
      await tx.objectStore('plays').put({ ...play, journal, seq });
      await tx.objectStore('slides').put({ journal, key: play.slide, slide, lastSeq: seq });
      head.nextSeq = seq + 1;
      while (head.nextSeq - head.firstSeq > most) {
        await tx.objectStore('plays').delete([journal, head.firstSeq]);
        head.firstSeq += 1;
      }
      await tx.objectStore('heads').put(head);
    }
    await tx.done;
  }

  async oldest(of: string, most: number) {
    const tx = this.#db.transaction(['heads', 'plays', 'slides']);
    const head = await tx.objectStore('heads').get(of);
    if (head === undefined) return undefined;
    const { journal } = head;
    const plays = await tx.objectStore('plays').getAll(IDBKeyRange.bound([journal, 0], [journal, Number.MAX_SAFE_INTEGER]), most);
    const slides: KeptSlide[] = [];
    for (const key of new Set(plays.map((play) => play.slide))) {
      const slide = await tx.objectStore('slides').get([journal, key]);
      if (slide !== undefined) slides.push(slide);
    }
    return { head, plays, slides };
  }

  async drop(of: string, upTo: number): Promise<void> {
    const tx = this.#db.transaction(['heads', 'plays', 'slides'], 'readwrite');
    const head = await tx.objectStore('heads').get(of);
    if (head !== undefined) {
      const { journal } = head;
      await tx.objectStore('plays').delete(IDBKeyRange.bound([journal, 0], [journal, upTo]));
      head.firstSeq = Math.max(head.firstSeq, Math.min(upTo + 1, head.nextSeq));
      const waits = await tx.objectStore('plays').getAll(IDBKeyRange.bound([journal, 0], [journal, Number.MAX_SAFE_INTEGER]), 1);
      // Only with nothing left to send does nobody need what the clocks of earlier starts were worth.
      if (waits.length === 0) head.offBy = {};
      await tx.objectStore('heads').put(head);
      const all = IDBKeyRange.bound([journal, ''], [journal, '\uffff']);
      for (let at = await tx.objectStore('slides').openCursor(all); at !== null; at = await at.continue())
        if (at.value.lastSeq <= upTo) await at.delete();
    }
    await tx.done;
  }

  async offBy(of: string, boot: string, ms: number): Promise<void> {
    const tx = this.#db.transaction('heads', 'readwrite');
    const head = await tx.store.get(of);
    if (head !== undefined) {
      head.offBy[boot] = ms;
      await tx.store.put(head);
    }
    await tx.done;
  }
}
