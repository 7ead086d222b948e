import type { BoardRow, Slide } from '#server/domain/board/manifest.ts';

/** After so many failures an item is left out and reported: one bad slide must not keep the rest off the glass. */
const mostFailures = 3;

/** Which slide comes next. Knows what failed, and what is new and should be seen first. */
export class Carousel {
  readonly #failures = new Map<string, number>();
  /** New postings that have not come up yet, by the manifest that brought them: 1, 2, … */
  readonly #fresh = new Map<string, number>();
  #manifests = 0;
  /** Where the last slide stood: a playlist may hold the same page twice. */
  #at = -1;
  /** Whose turn it is among new pages: the newest, then the one that has waited longest, and so on. */
  #newestIsNext = true;

  /** Postings of a manifest just taken that the one before did not have: their slide is next. */
  welcome(before: readonly Slide[] | undefined, after: readonly Slide[]): void {
    const shown = new Set(rowsOf(after).map((row) => row.postingId));
    // What was new in the manifest before this one, and has not come up yet, still is.
    for (const postingId of this.#fresh.keys()) if (!shown.has(postingId)) this.#fresh.delete(postingId);
    if (before === undefined) return;
    this.#manifests += 1;
    const known = new Set(rowsOf(before).map((row) => row.postingId));
    for (const postingId of shown) if (!known.has(postingId)) this.#fresh.set(postingId, this.#manifests);
  }

  next(slides: readonly Slide[], current: Slide | undefined): Slide | undefined {
    const usable = slides.filter((slide) => !this.isSetAside(slide.id));
    const fresh = this.#freshOf(usable);
    if (fresh) {
      for (const row of rowsOf([fresh])) this.#fresh.delete(row.postingId);
      this.#newestIsNext = !this.#newestIsNext;
      return fresh;
    }
    this.#newestIsNext = true;
    if (usable.length === 0) return undefined;
    this.#at = this.#after(usable, current);
    return usable[this.#at];
  }

  #after(usable: readonly Slide[], current: Slide | undefined): number {
    const at = usable[this.#at]?.id === current?.id ? this.#at : usable.findIndex((slide) => slide.id === current?.id);
    if (at !== -1) return (at + 1) % usable.length;
    // The current slide is gone from a newer manifest: go on with the page after it.
    const page = current?.kind === 'jobs' ? current.page : 0;
    return Math.max(
      usable.findIndex((slide) => slide.kind === 'jobs' && slide.page > page),
      0,
    );
  }

  /**
   * What came last goes first: who has just had a job approved stands before the wall now, and a page may take a minute. In turn with it goes what has
   * waited longest: on a morning when something new comes with every page, nothing else would ever be seen.
   */
  #freshOf(slides: readonly Slide[]): Slide | undefined {
    const fresh = slides
      .map((slide) => ({ slide, since: Math.max(0, ...rowsOf([slide]).map((row) => this.#fresh.get(row.postingId) ?? 0)) }))
      .filter(({ since }) => since > 0)
      .sort((a, b) => a.since - b.since);
    return (this.#newestIsNext ? fresh.at(-1) : fresh[0])?.slide;
  }

  failed(slideId: string): void {
    this.#failures.set(slideId, (this.#failures.get(slideId) ?? 0) + 1);
  }

  isSetAside(slideId: string): boolean {
    return (this.#failures.get(slideId) ?? 0) >= mostFailures;
  }

  get setAside(): string[] {
    return [...this.#failures].filter(([, times]) => times >= mostFailures).map(([id]) => id);
  }
}

function rowsOf(slides: readonly Slide[]): BoardRow[] {
  return slides.flatMap((slide) => (slide.kind === 'jobs' ? slide.rows : []));
}
