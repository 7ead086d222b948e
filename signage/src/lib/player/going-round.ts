import type { SignedManifest, Slide } from '#server/domain/board/manifest.ts';
import { needsAsset } from '#server/domain/board/slide.ts';
import { type Situation, survivingSlides } from '#server/domain/board/survive.ts';
import { survivingAt } from '#server/domain/programme/on-glass.ts';

export interface Going {
  manifest: SignedManifest;
  situation: Situation;
  /** SHA-256 of the files that are here. */
  here: ReadonlySet<string> | undefined;
  /** A show's picture stands over the rotation. */
  showStands: boolean;
  /** A show without a picture on this glass, as one of the slides. */
  showSlide: Slide | undefined;
}

/** What may go round now and can be drawn. Beside a show the station's jobs stay: pictures wait until it is over. */
export function slidesGoingRound({ manifest, situation, here, showStands, showSlide }: Going): readonly Slide[] {
  const canBeDrawn = (slide: Slide) => !needsAsset(slide) || here?.has(slide.asset) === true;
  const scheduled = survivingAt(manifest, situation).slides.filter(canBeDrawn);
  // A playlist of films that are still on their way: until they are here, the jobs.
  const surviving = scheduled.length > 0 ? scheduled : survivingSlides(manifest, situation).slides.filter(canBeDrawn);
  const jobs = showStands ? surviving.filter(({ kind }) => kind === 'jobs') : [];
  return [...(jobs.length > 0 ? jobs : surviving), ...(showSlide ? [showSlide] : [])];
}
