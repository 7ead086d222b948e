import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { PostingFacts } from '../posting/facts.ts';
import { daysSinceSample, toDemo, undiallable, undiallableText } from './this-week.ts';

const facts = (over: Partial<PostingFacts>): PostingFacts => ({
  trade: '搬运工',
  employerKind: 'organisation',
  headcount: { min: 3, max: 3, approximate: false },
  pay: { min: 220, max: 220, unit: 'day', negotiable: false },
  shift: { kind: 'fixed', text: '8:00-17:00' },
  phones: ['13900009115'],
  requirements: [],
  benefits: [],
  expiry: { kind: 'long-term' },
  ...over,
});

describe('the demo’s week', () => {
  it('is this week, also 400 days from now', () => {
    const days = daysSinceSample(Temporal.PlainDate.from('2026-11-21').add({ days: 400 }));
    expect(days).toBe(400);
    expect(toDemo(facts({ expiry: { kind: 'date', on: '2026-11-28' } }), days).expiry).toEqual({ kind: 'date', on: '2028-01-02' });
  });

  it('moves a named day of work with it', () => {
    const moved = toDemo(facts({ shift: { kind: 'fixed', text: '明天早上', startsOn: '2026-11-22' } }), 10);
    expect(moved.shift.startsOn).toBe('2026-12-02');
  });

  it('shows no number that anybody could ring', () => {
    expect(toDemo(facts({ phones: ['13900009115', '057187004892'] }), 0).phones).toEqual(['00000009115', '00007004892']);
    expect(undiallable('110')).toBe('00000000110');
    expect(undiallableText('电话139 0000 9115 或 0571-87004892，290元')).toBe('电话00000009115 或 00007004892，290元');
  });
});
