import type { Slide } from './manifest.ts';

/**
 * What each zone of a two-zone glass shows while `current` is the slide whose turn it is: in its own zone that one, in the other the last one
 * of the other kind before it. So one zone changes at a time, and the other is left to be read.
 */
export function zoneSlides(rotation: readonly Slide[], current: Slide): { jobs: Slide | undefined; show: Slide | undefined } {
  const at = rotation.findIndex(({ id }) => id === current.id);
  const inOrder = at === -1 ? [...rotation, current] : [...rotation.slice(at + 1), ...rotation.slice(0, at), current];
  const lastOf = (isJobs: boolean) => inOrder.findLast((slide) => (slide.kind === 'jobs') === isJobs);
  return { jobs: lastOf(true), show: lastOf(false) };
}
