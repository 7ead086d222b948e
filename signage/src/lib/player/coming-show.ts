import type { ComingOnGlass, Manifest, Slide, StationSlide } from '#server/domain/board/manifest.ts';
import { dwellMs } from '#server/domain/board/page.ts';
import { PHONES_WAIT_MS } from '#server/domain/live/host-loss.ts';
import { slotMs } from '#server/domain/screen/cadence.ts';

/** From an hour before its start a show is counted down to, or said to be off. */
export const COUNTDOWN_MS = 3_600_000;
/** What is on it besides its own words: the time, the code's imperative, the telephone. */
const usualCharacters = 32;

/**
 * The slide of a show that is about to begin, or would have been. It stands among the jobs, never in their place, and only as long as it is true: not
 * from the start on, not beside a show that is on, and not on a glass that has not heard its server for so long that it can't know of a cancellation.
 */
export function comingSlide(
  { coming, offAir, live }: Pick<Manifest, 'coming' | 'offAir' | 'live'>,
  { nowMs, heardServerAtMs }: { nowMs: number; heardServerAtMs: number },
): StationSlide | undefined {
  if (live !== undefined || nowMs - heardServerAtMs >= PHONES_WAIT_MS) return undefined;
  if (offAir && isNear(offAir, nowMs, offAir.minutes * 60_000)) return slideOf(offAir, offAir.reason);
  return coming && isNear(coming, nowMs, 0) ? slideOf(coming, undefined) : undefined;
}

/** @param afterMs how long after the planned start it still matters */
function isNear({ startsAt }: ComingOnGlass, nowMs: number, afterMs: number): boolean {
  const start = Date.parse(startsAt);
  return nowMs >= start - COUNTDOWN_MS && nowMs < start + afterMs;
}

function slideOf(
  { episodeId, title, hostName, startsAt, trades = [], link }: ComingOnGlass,
  off: string | undefined,
): StationSlide | undefined {
  if (link === undefined) return undefined;
  const coming = { title, hostName, startsAt, trades, ...(off === undefined ? {} : { off }) };
  return {
    kind: 'station',
    id: `${off === undefined ? 'coming' : 'off'}-${episodeId}`,
    link,
    dwellMs: dwellMs(usualCharacters + [title, hostName, off ?? '', ...trades].join('').length),
    coming,
  };
}

/** A wall's pages take minutes to come round: so often the show has its turn between two of them, and no oftener. */
export const comingEveryMs = 50_000;

/**
 * One round of the wall with the show's slide in its turns. Written out as pages, so that two walls of a station are in step with it, too.
 */
export function roundWith(slides: readonly Slide[], coming: StationSlide | undefined): readonly Slide[] {
  if (coming === undefined || slides.length === 0) return slides;
  const round: Slide[] = [];
  let sinceMs = 0;
  let turns = 0;
  while (turns === 0) {
    for (const slide of slides) {
      round.push(slide);
      sinceMs += slotMs(slide);
      if (sinceMs < comingEveryMs) continue;
      round.push(coming);
      sinceMs = 0;
      turns += 1;
    }
  }
  return round;
}

/** A show that has just become near, or has just been called off, comes at once; after that it has its turns. */
export class ComingNews {
  #seen: string | undefined;

  isNew(coming: StationSlide): boolean {
    return coming.id !== this.#seen;
  }

  cameUp(slide: Slide): void {
    if (slide.kind === 'station' && slide.coming) this.#seen = slide.id;
  }
}
