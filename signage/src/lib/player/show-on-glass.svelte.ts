import type { ScreenEvent } from '#server/contract/screens.ts';
import { addressBytes } from '#server/domain/board/compose.ts';
import type { Glass, LiveOnGlass, StationSlide } from '#server/domain/board/manifest.ts';
import { planBoard } from '#server/domain/board/plan.ts';
import { isStillOn } from './on-this-glass.ts';

export type Pitched = Extract<ScreenEvent, { type: 'pitch' }>;

const slideMs = 10_000;
/** HLS runs some seconds behind; by then an event that is still missing was lost. */
const pitchLostAfterMs = 9_000;

/** The show that reaches this screen: what the manifest and the news say of it. */
export class ShowOnGlass {
  live = $state.raw<LiveOnGlass>();
  /** It stands over the rotation just now. */
  stands = $state(false);
  /** Jobs that stand with the picture: the pitched one and the station's own. Said by whoever draws them. */
  besideIds: readonly string[] = [];
  /** Applied by the page when the picture has reached the media time; without a picture, at once. */
  pitchHeard: ((event: Pitched) => void) | undefined;
  /** What the newest manifest says. */
  #said: LiveOnGlass | undefined;
  #pitchLost: ReturnType<typeof setTimeout> | undefined;

  /**
   * The manifest learns of the next job before the picture has reached it: the card waits for its own event, and takes the manifest's word
   * only when that event was lost. That the host is away or back is no other job, and waits for nothing.
   */
  take(next: LiveOnGlass | undefined): void {
    const held = this.live;
    const isSameShow = next !== undefined && held?.episodeId === next.episodeId;
    // Laid out before the step that stands on the glass already.
    if (isSameShow && next.seq < held.seq) return;
    this.#said = next;
    const isSameJob = next?.pitch?.postingId === held?.pitch?.postingId;
    if (!isSameShow || isSameJob || this.pitchHeard === undefined || next.seq === held.seq) {
      this.live = next;
      clearTimeout(this.#pitchLost);
      this.#pitchLost = undefined;
      return;
    }
    const { pitch: _, ...rest } = next;
    this.live = { ...rest, seq: held.seq, ...(held.pitch ? { pitch: held.pitch } : {}) };
    // Counted from the first manifest that knew it: others may come every few seconds.
    this.#pitchLost ??= setTimeout(() => {
      this.#pitchLost = undefined;
      if (this.live && this.#said && this.live.seq < this.#said.seq) this.live = this.#said;
    }, pitchLostAfterMs);
  }

  hear(event: Pitched): void {
    if (this.live?.episodeId !== event.episodeId || event.seq < this.live.seq) return;
    if (this.pitchHeard) this.pitchHeard(event);
    else this.apply(event);
  }

  apply(event: Pitched): void {
    const { live } = this;
    if (live === undefined || live.episodeId !== event.episodeId || event.seq < live.seq) return;
    const { pitch: _, ...rest } = live;
    this.live = { ...rest, seq: event.seq, ...(event.pitch ? { pitch: event.pitch } : {}) };
  }

  /** A show without a picture on this glass: its code is one of the slides, where a code can be scanned. */
  slide(at: { nowMs: number; heardServerAtMs: number; screen: Glass }): StationSlide | undefined {
    const { live, stands } = this;
    if (live === undefined || stands || !isStillOn(live, at)) return undefined;
    if (planBoard(at.screen, addressBytes(live.link.url)).code === null) return undefined;
    const { link, title, hostName, state } = live;
    const show = { title, hostName, ...(state === 'away' ? ({ away: true } as const) : {}) };
    return { kind: 'station', id: `show-${live.episodeId}`, link, dwellMs: slideMs, show };
  }
}
