import { describe, expect, it } from 'vitest';
import type { PostingFacts } from './facts.ts';
import { nearest, nearKey } from './near.ts';

const porter = (change: Partial<PostingFacts> = {}): PostingFacts => ({
  trade: '搬运工',
  employer: '东站货运服务部',
  employerKind: 'organisation',
  headcount: { min: 3, max: 3, approximate: false },
  pay: { min: 220, max: 220, unit: 'day', settlement: 'daily', negotiable: false },
  shift: { kind: 'fixed', start: '18:00', startsOn: '2026-11-21', text: '18点起' },
  place: '火车东站西广场',
  phones: ['13800000001'],
  requirements: ['能搬30公斤'],
  benefits: ['工作餐'],
  expiry: { kind: 'long-term' },
  ...change,
});

describe('a likely repeat', () => {
  it('has the employer, the trade and the place of a posting that stands, however they are spaced', () => {
    expect(nearKey(porter({ employer: '东站 货运服务部', place: '火车东站 西广场' }))).toBe(nearKey(porter()));
    for (const other of [{ employer: '西站货运服务部' }, { trade: '装卸工' }, { place: '城站路' }])
      expect(nearKey(porter(other))).not.toBe(nearKey(porter()));
  });

  it('is nobody’s where nobody is named', () => {
    const { employer: _, ...nobody } = porter();
    expect(nearKey(nobody)).toBeUndefined();
  });

  it.each<[string, Partial<PostingFacts>, string[]]>([
    ['other pay', { pay: { min: 240, max: 240, unit: 'day', settlement: 'daily', negotiable: false } }, ['pay']],
    ['other words', { description: '卸货', requirements: ['能搬 40 公斤'] }, ['requirements', 'description']],
    ['other words of its hours', { shift: { kind: 'unspecified', text: '上一休一' } }, ['shift']],
    ['another hour', { shift: { kind: 'fixed', start: '06:00', text: '6点起' } }, ['shift']],
    [
      'another day only, and so another number',
      { shift: { kind: 'fixed', start: '18:00', startsOn: '2026-11-28', text: '18点起' } },
      ['phones'],
    ],
  ])('says %s otherwise', (_, change, differs) => {
    expect(nearest(porter(change), [{ postingId: 'a', facts: porter() }])).toEqual({ postingId: 'a', differs });
  });

  it('is of the posting that it differs least from', () => {
    const night = { postingId: 'night', facts: porter({ shift: { kind: 'fixed', start: '22:00', text: '22点起' } }) };
    const day = { postingId: 'day', facts: porter({ headcount: { min: 9, max: 9, approximate: false } }) };
    expect(nearest(porter({ pay: { min: 260, max: 260, unit: 'day', negotiable: false } }), [night, day])?.differs).toContain('pay');
    expect(nearest(porter({ shift: night.facts.shift, benefits: [] }), [day, night])?.postingId).toBe('night');
    expect(nearest(porter(), [])).toBeUndefined();
  });
});
