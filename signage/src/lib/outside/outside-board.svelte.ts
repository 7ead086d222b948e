import type { ScreenEvent } from '#server/contract/screens.ts';
import type { Manifest, Slide, TakeoverOnGlass } from '#server/domain/board/manifest.ts';
import { needsAsset } from '#server/domain/board/slide.ts';
import { type Heard, stillNews } from '#server/domain/board/survive.ts';
import { survivingAt } from '#server/domain/programme/on-glass.ts';
import { nextInStep } from '#server/domain/screen/cadence.ts';
import { takeoverAt, takeoversOf } from '#server/domain/takeover/on-glass.ts';

const pollMs = 30_000;
const againMs = 10_000;

/**
 * A station's board in somebody else's frame: the same slides under the same rules as on our own glass. It keeps nothing over a restart and proves no
 * play; pictures and films stay with paired screens, which alone may fetch them.
 */
export class OutsideBoard {
  manifest = $state.raw<Manifest>();
  slide = $state.raw<Slide>();
  /** All that take turns now, the station's own first: a zone that has nothing else shows it. */
  rotation = $state.raw<readonly Slide[]>([]);
  nowMs = $state(Date.now());
  asOfMs = $state<number>();
  takeover = $state.raw<TakeoverOnGlass>();
  withdrawn = $state(false);

  readonly #at: string;
  #etag: string | undefined;
  #aheadMs = 0;
  #heardServerAtMs = 0;
  #heard = new Map<string, Heard>();
  #turnsAtMono = 0;
  #fetching = false;
  #askAgain = false;
  #source: EventSource | undefined;
  #again: number | undefined;
  #turning: number | undefined;
  readonly #timers: number[];

  constructor(at: string) {
    this.#at = at;
    this.#timers = [window.setInterval(() => this.#tick(), 1_000), window.setInterval(() => void this.#fetch(), pollMs)];
    void this.#fetch();
    this.#listen();
  }

  close(): void {
    for (const timer of this.#timers) window.clearInterval(timer);
    window.clearTimeout(this.#again);
    window.clearTimeout(this.#turning);
    this.#source?.close();
  }

  async #fetch(): Promise<void> {
    this.#askAgain = this.#fetching;
    if (this.#fetching) return;
    this.#fetching = true;
    await this.#ask();
    this.#fetching = false;
    // News that came meanwhile: the answer may be older than they are.
    if (this.#askAgain) await this.#fetch();
  }

  async #ask(): Promise<void> {
    try {
      const response = await fetch(`${this.#at}/board`, { cache: 'no-store', headers: this.#etag ? { 'if-none-match': this.#etag } : {} });
      this.withdrawn = response.status === 404;
      if (!response.ok && response.status !== 304) return;
      const serverTime = Date.parse(response.headers.get('x-server-time') ?? '');
      if (!Number.isNaN(serverTime)) this.#aheadMs = serverTime - Date.now();
      this.#heardServerAtMs = this.#now();
      if (response.status === 304) return;
      this.#take((await response.json()) as Manifest);
      this.#etag = response.headers.get('etag') ?? undefined;
    } catch {
      // Without the server what is held goes on under its own rules: counts go after ten minutes, a day's jobs after a day.
    }
  }

  #take(manifest: Manifest): void {
    this.manifest = manifest;
    this.#heard = stillNews(this.#heard, manifest);
    if (this.slide === undefined) this.#advance();
    this.#tick();
  }

  #listen(): void {
    const source = new EventSource(`${this.#at}/board/events`);
    this.#source = source;
    for (const type of ['manifest', 'posting', 'takeover', 'tick'])
      source.addEventListener(type, (event) => this.#hear(JSON.parse(event.data) as ScreenEvent));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      source.close();
      this.#again = window.setTimeout(() => this.#listen(), againMs);
    };
  }

  #hear(event: ScreenEvent): void {
    this.#heardServerAtMs = this.#now();
    if (event.type === 'posting') {
      this.#heard.set(event.postingId, { placesLeft: event.placesLeft, status: event.status, atMs: this.#now() });
      this.#refresh();
    }
    if (event.type === 'manifest' || event.type === 'takeover') void this.#fetch();
  }

  #now(): number {
    return Date.now() + this.#aheadMs;
  }

  #tick(): void {
    this.nowMs = this.#now();
    this.takeover = this.manifest && takeoverAt(takeoversOf(this.manifest), this.nowMs);
    this.#refresh();
    if (this.slide && performance.now() >= this.#turnsAtMono) this.#advance();
  }

  /** What stands is looked at anew: expired, full or withdrawn, it changes or goes in the middle of its time. */
  #refresh(): void {
    const slides = this.#slides();
    const standing = slides.find(({ id }) => id === this.slide?.id);
    if (standing) this.slide = standing;
    else if (this.slide !== undefined) this.#advance();
  }

  #slides(): Slide[] {
    if (this.manifest === undefined) return [];
    const surviving = survivingAt(this.manifest, { nowMs: this.#now(), heardServerAtMs: this.#heardServerAtMs, heard: this.#heard });
    this.asOfMs = surviving.asOfMs;
    const drawn = surviving.slides.filter((slide) => !needsAsset(slide));
    const own = this.manifest.slides.filter(({ kind }) => kind === 'station');
    this.rotation = [...own, ...drawn];
    return drawn.length > 0 ? drawn : own;
  }

  /** By the server's time, as on our own glass: the halves of a wall in two frames turn together. */
  #advance(): void {
    const now = this.#now();
    const next = nextInStep(this.#slides(), now, this.slide?.id);
    this.slide = next?.item;
    const standsMs = next === undefined ? 0 : next.endsAtMs - now;
    this.#turnsAtMono = performance.now() + standsMs;
    window.clearTimeout(this.#turning);
    if (next !== undefined) this.#turning = window.setTimeout(() => this.#advance(), standsMs);
  }
}
