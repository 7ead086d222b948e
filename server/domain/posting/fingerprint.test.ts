import { describe, expect, it } from 'vitest';
import type { PostingFacts } from './facts.ts';
import { fingerprintText } from './fingerprint.ts';

const facts: PostingFacts = {
  trade: '搬运工',
  employer: '东站货运服务部',
  employerKind: 'organisation',
  headcount: { min: 3, max: 3, approximate: false },
  pay: { min: 220, max: 220, unit: 'day', settlement: 'daily', negotiable: false },
  shift: { kind: 'fixed', start: '18:00', text: '今天18点起' },
  place: '火车东站西广场',
  phones: ['13800000001', '057187000001'],
  requirements: ['能搬30公斤'],
  benefits: [],
  expiry: { kind: 'long-term' },
};

describe('the same offer sent again', () => {
  it('is known by other widths, spaces, order and a new date', () => {
    const again: PostingFacts = {
      ...facts,
      employer: '东站 货运服务部',
      requirements: ['能搬３０公斤'],
      phones: [...facts.phones].reverse(),
      expiry: { kind: 'date', on: '2026-12-01' },
      shift: { ...facts.shift, startsOn: '2026-11-22', text: '明天18点起' },
    };
    expect(fingerprintText(again)).toBe(fingerprintText(facts));
  });

  it('is another offer where other words of its hours would stand on the wall', () => {
    const spoken = (text: string) => fingerprintText({ ...facts, shift: { kind: 'unspecified', text } });
    expect(spoken('上一休一')).toBe(spoken('上一 休一'));
    expect(spoken('先交300元')).not.toBe(spoken('上一休一'));
    expect(fingerprintText({ ...facts, shift: { ...facts.shift, end: '02:00', nextDay: true } })).not.toBe(
      fingerprintText({ ...facts, shift: { ...facts.shift, end: '02:00' } }),
    );
  });

  it.each<[string, Partial<PostingFacts>]>([
    ['pay', { pay: { ...facts.pay, min: 200 } }],
    ['phone', { phones: ['13800000002'] }],
    ['headcount', { headcount: { min: 3, max: 5, approximate: false } }],
    ['requirement', { requirements: ['要交押金'] }],
    ['place', { place: '火车站' }],
  ])('is another offer when the %s differs', (_, change) => {
    expect(fingerprintText({ ...facts, ...change })).not.toBe(fingerprintText(facts));
  });
});
