import { type PictureCut, pictureCut } from '#server/contract/live.ts';
import type { Compositor } from '$lib/program/compositor.ts';

/** The tracks of these cuts and no others. @param wanted their names, comma separated: what changes when they do */
export function cutsOf(compositor: Compositor, wanted: string): Map<PictureCut, MediaStreamTrack> {
  const names = new Set(wanted.split(','));
  const tracks = new Map<PictureCut, MediaStreamTrack>();
  for (const cut of pictureCut.options) {
    if (names.has(cut)) tracks.set(cut, compositor.cut(cut));
    else compositor.endCut(cut);
  }
  return tracks;
}
