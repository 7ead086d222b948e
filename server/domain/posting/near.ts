import type { PostingFacts } from './facts.ts';
import { spokenShift, squeeze } from './fingerprint.ts';

type Words = Omit<PostingFacts, 'phones'>;

/** A posting that stands, as far as a likely repeat is known by it. */
export interface StandingPosting {
  postingId: string;
  facts: Words;
}

/** What a likely repeat says otherwise. `phones`: all the rest is the same. */
export const nearFields = ['pay', 'headcount', 'shift', 'requirements', 'benefits', 'title', 'description', 'phones'] as const;
export type NearField = (typeof nearFields)[number];

export interface NearRepeat {
  postingId: string;
  differs: NearField[];
}

/** The same employer offers the same trade at the same place. Nobody in particular offers nothing that could be known again. */
export function nearKey({ employer, trade, place }: Words): string | undefined {
  return employer === undefined ? undefined : JSON.stringify([squeeze(employer), squeeze(trade), squeeze(place)]);
}

/** The standing posting that the words most likely are about, with what they say otherwise. */
export function nearest(facts: Words, standing: readonly StandingPosting[]): NearRepeat | undefined {
  const [best] = standing
    .map(({ postingId, facts: theirs }) => ({ postingId, differs: differing(facts, theirs) }))
    .sort((a, b) => a.differs.length - b.differs.length);
  return best;
}

function differing(ours: Words, theirs: Words): NearField[] {
  const said = nearFields.filter((field) => field !== 'phones' && wordsOf(ours, field) !== wordsOf(theirs, field));
  return said.length > 0 ? said : ['phones'];
}

function wordsOf(facts: Words, field: Exclude<NearField, 'phones'>): string {
  switch (field) {
    case 'pay': {
      const { min, max, unit, settlement, negotiable, note } = facts.pay;
      return JSON.stringify([min ?? null, max ?? null, unit ?? null, settlement ?? null, negotiable, squeeze(note)]);
    }
    case 'headcount':
      return JSON.stringify([facts.headcount.min, facts.headcount.max]);
    case 'shift': {
      // The day it starts changes with every repeat.
      const { kind, start, end, hours } = facts.shift;
      return JSON.stringify([kind, start ?? null, end ?? null, hours ?? null, ...spokenShift(facts.shift)]);
    }
    case 'requirements':
    case 'benefits':
      return JSON.stringify(facts[field].map(squeeze).sort());
    case 'title':
    case 'description':
      return squeeze(facts[field]);
  }
}
