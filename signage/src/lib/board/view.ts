import { confirmedAtOf } from '#server/domain/board/compose.ts';
import type { GlassLocale } from '#server/domain/board/format.ts';
import type { Manifest, Slide } from '#server/domain/board/manifest.ts';
import type { BoardPlan } from '#server/domain/board/plan.ts';
import type { Wording } from '#server/domain/board/row-words.ts';
import { linkOf, planFor } from '#server/domain/board/slide.ts';
import { type Moment, momentOf } from './moment.ts';

/** Everything a board needs to be drawn: the same in a player and in a studio's preview. */
export interface BoardView {
  manifest: Pick<Manifest, 'station' | 'screen' | 'demo' | 'nextShow' | 'offAir' | 'live'> & Partial<Pick<Manifest, 'assets'>>;
  slide: Slide;
  nowMs: number;
  locale: GlassLocale;
  /** Without the server for more than ten minutes: counts are hidden, and this stands on the glass. */
  asOfMs?: number | undefined;
  /** Postings whose count has just dropped: flashes once. */
  dropped?: ReadonlySet<string>;
  /** Postings taken off in the middle of the slide: their place stays empty until the next one. */
  gone?: ReadonlySet<string>;
  /** A player's own way with the slide's file; a preview takes it from the server. */
  media?: MediaControl | undefined;
}

/** How a player steers a picture or a film, and hears of it. */
export interface MediaControl {
  /** Where the device keeps the file. */
  url: string;
  /** It stands on the glass; before that it waits at its beginning, out of sight. */
  playing: boolean;
  /** How far walls in step with this one have come, ms. */
  intoMs(): number;
  /** 0 to 1; silent where the screen is. */
  volume: number;
  /** Its first frame can be painted. */
  ready(): void;
  failed(why: 'CORRUPT' | 'STALLED'): void;
}

export interface Drawn {
  plan: BoardPlan;
  moment: Moment;
  wording: Wording;
  confirmedAtMs: number | undefined;
}

export function prepare(view: BoardView): Drawn {
  const { manifest, slide, nowMs, locale, asOfMs } = view;
  const moment = momentOf(nowMs, manifest.station.timeZone, locale);
  const confirmed = slide.kind === 'jobs' ? confirmedAtOf(slide.rows) : undefined;
  return {
    plan: planFor(manifest.screen, linkOf(slide)),
    moment,
    wording: { locale, today: moment.today, hidePlaces: asOfMs !== undefined },
    confirmedAtMs: confirmed === undefined ? undefined : Date.parse(confirmed),
  };
}
