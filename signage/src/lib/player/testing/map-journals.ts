import type { PlayedSlide } from '#server/domain/proof/played.ts';
import type { JournalHead, JournalShelf, KeptPlay, KeptSlide } from '../journal.ts';

/** A device's disk, for tests: what was written stays when the page dies. */
export class MapJournals implements JournalShelf {
  readonly heads = new Map<string, JournalHead>();
  plays: KeptPlay[] = [];
  slides: KeptSlide[] = [];

  async open(head: JournalHead): Promise<JournalHead> {
    const known = this.heads.get(head.of);
    if (known === undefined) this.heads.set(head.of, head);
    return known ?? head;
  }

  async append(of: string, play: Omit<KeptPlay, 'journal' | 'seq'>, slide: PlayedSlide, most: number): Promise<void> {
    const head = this.heads.get(of);
    if (head === undefined) return;
    const { journal } = head;
    const seq = head.nextSeq;
    this.plays.push({ ...play, journal, seq });
    const known = this.slides.find((kept) => kept.journal === journal && kept.key === play.slide);
    if (known === undefined) this.slides.push({ journal, key: play.slide, slide, lastSeq: seq });
    else known.lastSeq = seq;
    head.nextSeq = seq + 1;
    head.firstSeq = Math.max(head.firstSeq, head.nextSeq - most);
    if (this.plays.some((kept) => kept.journal === journal && kept.seq < head.firstSeq))
      this.plays = this.plays.filter((kept) => kept.journal !== journal || kept.seq >= head.firstSeq);
  }

  async oldest(of: string, most: number) {
    const head = this.heads.get(of);
    if (head === undefined) return undefined;
    const plays = this.plays.filter(({ journal }) => journal === head.journal).slice(0, most);
    const keys = new Set(plays.map(({ slide }) => slide));
    return { head, plays, slides: this.slides.filter(({ journal, key }) => journal === head.journal && keys.has(key)) };
  }

  async drop(of: string, upTo: number): Promise<void> {
    const head = this.heads.get(of);
    if (head === undefined) return;
    const goes = (row: { journal: string }, seq: number) => row.journal === head.journal && seq <= upTo;
    this.plays = this.plays.filter((row) => !goes(row, row.seq));
    this.slides = this.slides.filter((row) => !goes(row, row.lastSeq));
    head.firstSeq = Math.max(head.firstSeq, Math.min(upTo + 1, head.nextSeq));
  }

  async offBy(of: string, boot: string, ms: number): Promise<void> {
    const head = this.heads.get(of);
    if (head !== undefined) head.offBy[boot] = ms;
  }
}
