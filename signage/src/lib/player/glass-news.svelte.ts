import type { ScreenEvent } from '#server/contract/screens.ts';
import type { SignedManifest, Slide } from '#server/domain/board/manifest.ts';
import { type Heard, mayBeShown, type Situation, stillNews } from '#server/domain/board/survive.ts';
import type { Rotation } from './rotation.svelte.ts';

const flashMs = 1_200;

/** What was heard of postings since the manifest, laid over the slide that stands: a count, 已招满, off the glass. */
export class GlassNews {
  /** Taken off in the middle of the slide. */
  gone = $state.raw<ReadonlySet<string>>(new Set());
  /** Whose count has just dropped: flashes once. */
  dropped = $state.raw<ReadonlySet<string>>(new Set());
  #heard: Map<string, Heard>;
  readonly #rotation: Rotation;

  constructor(rotation: Rotation) {
    this.#rotation = rotation;
    this.#heard = new Map();
  }

  get heard(): ReadonlyMap<string, Heard> {
    return this.#heard;
  }

  recall(kept: [string, Heard][]): void {
    this.#heard = new Map(kept);
  }

  /** News that the manifest already knows is dropped. */
  take(manifest: SignedManifest): void {
    this.#heard = stillNews(this.#heard, manifest);
    this.#rotation.changed();
  }

  clear(): void {
    this.#heard.clear();
  }

  /** Another slide stands: nothing has been taken off it yet. */
  turned(): void {
    this.gone = new Set();
  }

  hear({ postingId, placesLeft, status }: Extract<ScreenEvent, { type: 'posting' }>, situation: Situation): void {
    const before = this.#heard.get(postingId);
    // Filled is filled since the first time that it was said.
    const atMs = status === 'filled' && before?.status === 'filled' ? before.atMs : situation.nowMs;
    this.#heard.set(postingId, { placesLeft, status, atMs });
    this.#rotation.changed();
    const { slide } = this.#rotation;
    if (slide?.kind !== 'jobs') return;
    const row = slide.rows.find((shown) => shown.postingId === postingId);
    if (row === undefined) return;
    this.dropInvalid(slide, { ...situation, heard: this.#heard });
    if (status === 'closed') return;
    if (placesLeft < (before?.placesLeft ?? row.placesLeft)) this.#flash(postingId);
    this.#rotation.slide = {
      ...slide,
      rows: slide.rows.map((shown) => (shown.postingId === postingId ? { ...shown, placesLeft, filled: status === 'filled' } : shown)),
    };
  }

  /** Leaves the glass in the middle of the slide: withdrawn, expired, or of yesterday. */
  dropInvalid(slide: Slide, situation: Situation): void {
    if (slide.kind !== 'jobs') return;
    const gone = slide.rows.filter((row) => {
      const heard = this.#heard.get(row.postingId);
      // A row that has just been filled stays grey until the slide changes.
      return heard?.status === 'filled' ? false : !mayBeShown(row, situation);
    });
    if (gone.length === this.gone.size && gone.every((row) => this.gone.has(row.postingId))) return;
    this.gone = new Set(gone.map((row) => row.postingId));
    this.#rotation.changed();
    if (this.gone.size === slide.rows.length) this.#rotation.advance();
  }

  #flash(postingId: string): void {
    this.dropped = new Set([...this.dropped, postingId]);
    setTimeout(() => {
      this.dropped = new Set([...this.dropped].filter((id) => id !== postingId));
    }, flashMs);
  }
}
