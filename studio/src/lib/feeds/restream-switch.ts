import type { RestreamTargetOnWire } from '#server/contract/feeds.ts';

type Target = Pick<RestreamTargetOnWire, 'id' | 'name' | 'wanted'>;

/** One press for all platforms: those that are on stop; where none is, all start. */
export function restreamSwitch<T extends Target>(targets: readonly T[]): { on: boolean; targets: readonly T[] } {
  const wanted = targets.filter((target) => target.wanted);
  return wanted.length > 0 ? { on: false, targets: wanted } : { on: true, targets };
}
