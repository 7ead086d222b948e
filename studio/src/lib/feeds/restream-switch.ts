import type { RestreamTargetOnWire } from '#server/contract/feeds.ts';

type Target = Pick<RestreamTargetOnWire, 'id' | 'name' | 'wanted'>;

/** One press for all platforms: those that are on stop; where none is, all start. */
export function restreamSwitch<T extends Target>(targets: readonly T[]): { on: boolean; targets: readonly T[] } {
  const wanted = targets.filter((target) => target.wanted);
  return wanted.length > 0 ? { on: false, targets: wanted } : { on: true, targets };
}

/** What came of one press. */
export interface Switched {
  done: readonly string[];
  failed: readonly { name: string; error: unknown }[];
}

/** Each by itself: a platform whose switch is refused keeps none of the others from theirs. */
export async function switchEach<T extends Target>(targets: readonly T[], turn: (target: T) => Promise<void>): Promise<Switched> {
  const turned = await Promise.allSettled(targets.map(turn));
  const done: string[] = [];
  const failed: { name: string; error: unknown }[] = [];
  for (const [at, { name }] of targets.entries()) {
    const outcome = turned[at];
    if (outcome?.status === 'rejected') failed.push({ name, error: outcome.reason });
    else done.push(name);
  }
  return { done, failed };
}
