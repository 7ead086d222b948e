import type { Manifest, TakeoverOnGlass } from '../board/manifest.ts';
import { rungOf } from './ladder.ts';

/** As many as one glass is told of. They are never that many: each is raised by a person, and has its end. */
export const mostOnGlass = 16;

type Ranked = Pick<TakeoverOnGlass, 'id' | 'kind'> & { drill?: boolean | undefined };

/** The strongest first: what is real before a drill, a slate before a notice, of two alike the one that was raised last. */
export const byLadder = (a: Ranked, b: Ranked): number =>
  Number(a.drill ?? false) - Number(b.drill ?? false) || rungOf(a.kind) - rungOf(b.kind) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** All that a manifest knows of, the strongest first. */
export const takeoversOf = ({ takeover, takeoversBelow = [] }: Pick<Manifest, 'takeover' | 'takeoversBelow'>): TakeoverOnGlass[] =>
  takeover === undefined ? [] : [takeover, ...takeoversBelow];

/** What stands at an instant: what is stronger may be over long before what it covered. */
export function takeoverAt(takeovers: Iterable<TakeoverOnGlass>, nowMs: number): TakeoverOnGlass | undefined {
  return [...takeovers].sort(byLadder).find(({ endsAt }) => nowMs < Date.parse(endsAt));
}
