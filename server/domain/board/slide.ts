import { addressBytes } from './compose.ts';
import type { FilmSlide, JobsSlide, NoticeSlide, PictureSlide, Slide, StationSlide, ToldSlide } from './manifest.ts';
import { type BoardPlan, type GlassSize, planBoard } from './plan.ts';
import { withoutCode } from './plan-told.ts';

type Link = { code: string; url: string };
export type LinkedSlide = JobsSlide | StationSlide | (NoticeSlide & { link: Link });

export const isLinked = (slide: Slide): slide is LinkedSlide => 'link' in slide && slide.link !== undefined;

/** What opens when a slide's code is scanned. A picture brings its own, if any, in its pixels. */
export const linkOf = (slide: Slide): Link | undefined => (isLinked(slide) ? slide.link : undefined);

/** Slides that can't be drawn before a file is here. */
export const needsAsset = (slide: Slide): slide is PictureSlide | FilmSlide => slide.kind === 'picture' || slide.kind === 'film';

export const isTold = (slide: Slide): slide is ToldSlide =>
  slide.kind === 'figures' || slide.kind === 'teams' || slide.kind === 'leaderboard';

/** Where everything stands on a slide with this code; one without a code has its room, too. */
export function planFor(glass: GlassSize, link: Link | undefined): BoardPlan {
  return link === undefined ? withoutCode(planBoard(glass, 0)) : planBoard(glass, addressBytes(link.url));
}
