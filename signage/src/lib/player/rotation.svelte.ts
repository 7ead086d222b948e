import type { Slide, StationSlide } from '#server/domain/board/manifest.ts';
import { type Slot, untilTurn } from '#server/domain/screen/cadence.ts';
import { Carousel } from './carousel.ts';
import { ComingNews, roundWith } from './coming-show.ts';

export interface RotationParts {
  /** The server's time; times `hurry`. */
  nowMs(): number;
  /** How many times as fast this wall's pages turn as they should: 1, but where a measurement has no days. */
  hurry: number;
  /** Everything that may be on the glass now and can be drawn. */
  slides(): readonly Slide[];
  /** The station's own: what stands when nothing else may. */
  own(): Slide | undefined;
  /** A show that is about to begin, or would have been. */
  coming(): StationSlide | undefined;
  /** The slide that stood gives way. */
  left(): void;
  /** Something had to step in. */
  rescued(): void;
  /** What was set aside before this start. */
  setAside: readonly string[];
}

/** So long before its turn the next slide is drawn out of sight: the turn itself is a frame. */
const leadMs = 1_500;
/** The swap takes up to 300 ms; a slide that has not come up long after is a stall. */
const stalledAfterMs = 8_000;
/** A clock that waits for a server that was set back must not hold the page. */
const overdueMs = 4_000;

/** 轮播: which slide stands, which is drawn behind it, and the instant of the turn. */
export class Rotation {
  /** What should be on the glass; the stage swaps it in. */
  slide = $state.raw<Slide>();
  /** Drawn behind it already, for its turn. */
  upcoming = $state.raw<Slide>();
  /** Counts the slides; news that change the one on the glass don't. */
  turn = $state(0);
  readonly carousel: Carousel;
  readonly #parts: RotationParts;
  readonly #comingNews = new ComingNews();
  #slot: Slot<Slide> | undefined;
  #planned: Slot<Slide> | undefined;
  #turnTimer: ReturnType<typeof setTimeout> | undefined;
  #isUp = false;
  #sinceMono = 0;
  #sinceMs = 0;

  constructor(parts: RotationParts) {
    this.#parts = parts;
    this.carousel = new Carousel(parts.setAside);
  }

  /** How far a film on this slide should have come by now, ms. */
  get intoSlideMs(): number {
    return this.#slot === undefined ? 0 : Math.max(0, this.#parts.nowMs() - this.#slot.startsAtMs) / this.#parts.hurry;
  }

  /** The stage says: the slide's frame is on glass. */
  presented(): void {
    this.#isUp = true;
  }

  /** The stage says: it could not be drawn, or stopped moving. @returns whether it is set aside from now on */
  failed(slide: Slide): boolean {
    const isSetAside = this.carousel.failed(slide);
    this.#forgetPlan();
    if (slide.id === this.slide?.id) this.advance();
    return isSetAside;
  }

  /** News: what was planned may not be true any more. */
  changed(): void {
    this.#forgetPlan();
  }

  /** Called a few times a second. */
  tick(): void {
    const now = this.#parts.nowMs();
    const slot = this.#slot;
    if (this.slide === undefined || slot === undefined) {
      this.advance();
      return;
    }
    const stoodMs = performance.now() - this.#sinceMono;
    if (!this.#isUp && stoodMs >= stalledAfterMs) {
      this.#parts.rescued();
      this.advance();
      return;
    }
    const isOverdue = stoodMs > this.#real(slot.endsAtMs - this.#sinceMs) + overdueMs;
    const lateMs = now - slot.endsAtMs;
    if (lateMs >= 0 && this.#real(lateMs) < overdueMs) this.advance(slot.endsAtMs);
    else if (lateMs >= 0 || isOverdue) {
      // The clock was set, by seconds or by decades: what was planned by the other time would stand as long as that, or be caught up with page by page.
      this.#forgetPlan();
      this.advance(now);
    } else if (this.#real(slot.endsAtMs - now) <= leadMs && this.#planned === undefined) this.#plan(slot.endsAtMs);
  }

  /** @param atMs the instant from which the next one stands; a turn that was late by some milliseconds is still that turn */
  advance(atMs = this.#parts.nowMs()): void {
    const next = this.#planned ?? this.#choose(atMs);
    this.#forgetPlan();
    if (this.slide !== undefined) this.#parts.left();
    this.#isUp = false;
    this.#sinceMono = performance.now();
    this.#sinceMs = this.#parts.nowMs();
    if (next === undefined) return;
    this.#slot = next;
    this.carousel.cameUp(next.item);
    this.#comingNews.cameUp(next.item);
    this.slide = next.item;
    this.turn += 1;
  }

  clear(): void {
    this.#forgetPlan();
    this.#slot = undefined;
    this.slide = undefined;
  }

  #real(ms: number): number {
    return ms / this.#parts.hurry;
  }

  #plan(atMs: number): void {
    const planned = this.#choose(atMs);
    if (planned === undefined) return;
    this.#planned = planned;
    this.upcoming = planned.item;
    // Ticks come four times a second; a turn that two walls share comes when it is due.
    this.#turnTimer = setTimeout(() => this.#turn(atMs), Math.max(0, this.#real(atMs - this.#parts.nowMs())));
  }

  #turn(atMs: number): void {
    const early = this.#real(atMs - this.#parts.nowMs());
    if (early > 1) this.#turnTimer = setTimeout(() => this.#turn(atMs), Math.min(early, leadMs));
    else this.advance(atMs);
  }

  #choose(atMs: number): Slot<Slide> | undefined {
    const { slides, coming, own } = this.#parts;
    const usable = this.carousel.usable(slides());
    const show = coming();
    const ahead = show && !this.carousel.isSetAside(show) ? show : undefined;
    if (ahead && this.#comingNews.isNew(ahead)) return { item: ahead, startsAtMs: atMs, endsAtMs: untilTurn(usable, atMs, ahead) };
    const next = this.carousel.next(roundWith(usable, ahead), { current: this.slide, atMs });
    if (next !== undefined) return next;
    const last = own();
    return last && { item: last, startsAtMs: atMs, endsAtMs: untilTurn([], atMs, last) };
  }

  #forgetPlan(): void {
    clearTimeout(this.#turnTimer);
    this.#planned = undefined;
    this.upcoming = undefined;
  }
}
