import type { BoardRow, Slide } from '#server/domain/board/manifest.ts';
import { needsAsset } from '#server/domain/board/slide.ts';
import { nextInStep, type Slot, untilTurn } from '#server/domain/screen/cadence.ts';

/** After so many failures an item is left out and reported: one bad slide must not keep the rest off the glass. */
const mostFailures = 3;

/** What is new may be another file under the same page: that one has not failed. */
export const itemKey = (slide: Slide): string => (needsAsset(slide) ? `${slide.id} ${slide.asset.slice(0, 12)}` : slide.id);

/** Which slide comes next. Knows what failed, and what is new and should be seen first; the rest is the cadence's. */
export class Carousel {
  readonly #failures = new Map<string, number>();
  /** New postings that have not come up yet, by the manifest that brought them: 1, 2, … */
  readonly #fresh = new Map<string, number>();
  #manifests = 0;
  /** Whose turn it is among new pages: the newest, then the one that has waited longest, and so on. */
  #newestIsNext = true;

  /** @param setAside what was set aside before this start */
  constructor(setAside: readonly string[] = []) {
    for (const key of setAside) this.#failures.set(key, mostFailures);
  }

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

  /** What stands from `atMs` (server time) on. Only looked at: `cameUp` says that it does. */
  next(slides: readonly Slide[], { current, atMs }: { current: Slide | undefined; atMs: number }): Slot<Slide> | undefined {
    const usable = this.usable(slides);
    const fresh = this.#freshOf(usable);
    if (fresh) return { item: fresh, startsAtMs: atMs, endsAtMs: untilTurn(usable, atMs, fresh) };
    return nextInStep(usable, atMs, current?.id);
  }

  usable(slides: readonly Slide[]): Slide[] {
    return slides.filter((slide) => !this.isSetAside(slide));
  }

  cameUp(slide: Slide): void {
    let wasFresh = false;
    for (const row of rowsOf([slide])) wasFresh = this.#fresh.delete(row.postingId) || wasFresh;
    this.#newestIsNext = wasFresh ? !this.#newestIsNext : true;
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

  /** @returns whether that was once too often */
  failed(slide: Slide): boolean {
    const key = itemKey(slide);
    this.#failures.set(key, (this.#failures.get(key) ?? 0) + 1);
    return this.isSetAside(slide);
  }

  isSetAside(slide: Slide): boolean {
    return (this.#failures.get(itemKey(slide)) ?? 0) >= mostFailures;
  }

  get setAside(): string[] {
    return [...this.#failures].filter(([, times]) => times >= mostFailures).map(([id]) => id);
  }
}

function rowsOf(slides: readonly Slide[]): BoardRow[] {
  return slides.flatMap((slide) => (slide.kind === 'jobs' ? slide.rows : []));
}
