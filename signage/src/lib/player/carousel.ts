import type { BoardRow, Slide } from '#server/domain/board/manifest.ts';

/** After so many failures an item is left out and reported: one bad slide must not keep the rest off the glass. */
const mostFailures = 3;

/** Which slide comes next. Knows what failed, and what is new and should be seen first. */
export class Carousel {
  readonly #failures = new Map<string, number>();
  /** New postings that have not come up yet, by the manifest that brought them: 1, 2, … */
  readonly #fresh = new Map<string, number>();
  #manifests = 0;

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
    const fresh = this.#newest(usable);
    if (fresh?.kind === 'jobs') {
      for (const row of fresh.rows) this.#fresh.delete(row.postingId);
      return fresh;
    }
    if (usable.length === 0) return undefined;
    const at = usable.findIndex((slide) => slide.id === current?.id);
    if (at !== -1) return usable[(at + 1) % usable.length];
    // The current slide is gone from a newer manifest: go on with the page after it.
    const page = current?.kind === 'jobs' ? current.page : 0;
    return usable.find((slide) => slide.kind === 'jobs' && slide.page > page) ?? usable[0];
  }

  /** The page with what came last: who has just had a job approved stands before the wall now, and a page may take a minute. */
  #newest(slides: readonly Slide[]): Slide | undefined {
    const newness = (slide: Slide) => Math.max(0, ...rowsOf([slide]).map((row) => this.#fresh.get(row.postingId) ?? 0));
    const newest = Math.max(0, ...slides.map(newness));
    return newest === 0 ? undefined : slides.find((slide) => newness(slide) === newest);
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
