import { Temporal } from 'temporal-polyfill';
import type { PostingFacts } from '../posting/facts.ts';

/** The day on which the sample files speak: 明天 and "11月28日" in them are read as of this morning. */
export const sampleDay = Temporal.PlainDate.from('2026-11-21');

/** Whole days between the sample's day and today: what every date in the demo moves by. */
export const daysSinceSample = (today: Temporal.PlainDate): number => sampleDay.until(today, { largestUnit: 'days' }).days;

/** The same posting, as if it had been sent this week, with numbers that reach nobody. */
export const toDemo = (facts: PostingFacts, days: number): PostingFacts => ({
  ...moveDates(facts, days),
  phones: facts.phones.map(undiallable),
});

/** Every date in the facts, this many days later. */
export function moveDates<Facts extends Pick<PostingFacts, 'expiry' | 'shift'>>(facts: Facts, days: number): Facts {
  const move = (date: string) => Temporal.PlainDate.from(date).add({ days }).toString();
  return {
    ...facts,
    expiry: facts.expiry.kind === 'date' ? { kind: 'date', on: move(facts.expiry.on) } : facts.expiry,
    shift: facts.shift.startsOn ? { ...facts.shift, startsOn: move(facts.shift.startsOn) } : facts.shift,
  };
}

/** No area code in China is 0000: the number looks like one and rings nowhere. */
export const undiallable = (phone: string): string => `0000${phone.slice(-7).padStart(7, '0')}`;

/** The words of a sample with every number in them made undiallable, however it was typed. */
export const undiallableText = (text: string): string =>
  text.replace(/(?<!\d)(?:1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)/g, (number) => undiallable(number.replace(/\D/g, '')));
