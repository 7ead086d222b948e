import { describe, expect, it } from 'vitest';
import { answerFigures, answerStep } from './answers.ts';
import { type AgreedWork, mayPutDown, type WorkSide, type WorkWord, workDays } from './at-work.ts';
import { averageDayPay, dayPayFen } from './day-pay.ts';
import { Sums } from './measures.ts';
import { openMinutes } from './open-time.ts';

const word = (person: string, side: WorkSide, facts: Partial<WorkWord> = {}): WorkWord => ({
  grabId: `g-${person}`,
  person,
  postingId: 'p1',
  day: '2026-11-30',
  side,
  ...facts,
});
const agreed = (person: string): AgreedWork => ({ grabId: `g-${person}`, person, postingId: 'p1', day: '2026-11-30' });
const tally = (words: WorkWord[], more: AgreedWork[] = []) => {
  const days = workDays(words, more);
  return [days.filter(({ state }) => state === 'at-work').length, days.filter(({ state }) => state === 'unconfirmed').length];
};

describe('at work', () => {
  it.each<[string, WorkWord[], AgreedWork[], number[]]>([
    ['both sides say so', [word('a', 'employer'), word('a', 'person')], [], [1, 0]],
    ['the employer alone says so: beside it', [word('a', 'employer')], [], [0, 1]],
    ['the person alone says so: beside it', [word('a', 'person')], [], [0, 1]],
    ['agreed, and nobody says a word: beside it', [], [agreed('a')], [0, 1]],
    [
      'two grabs of one person in one posting are one',
      [word('a', 'employer'), word('a', 'person', { grabId: 'other' })],
      [agreed('a')],
      [1, 0],
    ],
    [
      'the same person in another posting, and on another day, counts again',
      (['p1', 'p2'] as const)
        .flatMap((postingId) => [word('a', 'employer', { postingId }), word('a', 'person', { postingId })])
        .concat(word('a', 'employer', { day: '2026-12-01' }), word('a', 'person', { day: '2026-12-01' })),
      [],
      [3, 0],
    ],
    ['two sides of two people make nobody', [word('a', 'employer'), word('b', 'person')], [], [0, 2]],
  ])('%s', (_, words, more, expected) => expect(tally(words, more)).toEqual(expected));

  const base = { side: 'person', by: 'seeker:1', day: '2026-11-30', today: '2026-11-30', since: '2026-11-29', others: [] } as const;
  it.each([
    ['today', {}, undefined],
    ['three days late', { today: '2026-12-03' }, undefined],
    ['four days late', { today: '2026-12-04' }, 'WORK_DAY'],
    ['tomorrow', { day: '2026-12-01' }, 'WORK_DAY'],
    ['before the grab', { day: '2026-11-28' }, 'WORK_DAY'],
    ['the other side by another hand', { others: [{ side: 'employer' as const, saidBy: 'staff:2' }] }, undefined],
    ['both sides by one hand', { by: 'staff:2', others: [{ side: 'employer' as const, saidBy: 'staff:2' }] }, 'WORK_SAME_HAND'],
    ['the same side again', { by: 'staff:2', others: [{ side: 'person' as const, saidBy: 'staff:2' }] }, undefined],
  ])('may be put down: %s → %s', (_, change, refusal) => expect(mayPutDown({ ...base, ...change })).toBe(refusal));
});

describe('minutes to an answer', () => {
  const figures = (asked: number, ...answers: number[]) => {
    const answered = new Map<number, number>();
    for (const minutes of answers) answered.set(answerStep(minutes), (answered.get(answerStep(minutes)) ?? 0) + 1);
    return answerFigures({ asked, answered });
  };
  it.each([
    ['nobody asked', figures(0), { medianMinutes: null, inTimeShare: null }],
    ['all answered', figures(3, 4.2, 12, 45), { medianMinutes: 12, inTimeShare: 66 }],
    ['the unanswered stay in the denominator', figures(4, 4, 5), { medianMinutes: 5, inTimeShare: 50 }],
    ['most unanswered: there is no median', figures(5, 4, 5), { medianMinutes: null, inTimeShare: 40 }],
    ['exactly thirty minutes is in time, a second more is not', figures(2, 30, 30.1), { medianMinutes: 30, inTimeShare: 50 }],
    ['at once', figures(1, 0), { medianMinutes: 0, inTimeShare: 100 }],
    ['days later', figures(1, 5_000), { medianMinutes: 10_080, inTimeShare: 0 }],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));

  const hour = 3_600_000;
  const open = [
    [8 * hour, 18 * hour],
    [32 * hour, 42 * hour],
  ] as const;
  it.each([
    ['within the day', 9, 10.5, 90],
    ['over the night', 17, 33, 120],
    ['asked in the night', 20, 32.5, 30],
    ['closed all the while', 19, 31, 0],
  ])('only station hours count: %s', (_, from, to, minutes) => expect(openMinutes(open, from * hour, to * hour)).toBe(minutes));
});

describe('average day pay', () => {
  it.each([
    [{ min: 220, max: 220, unit: 'day', negotiable: false }, 22_000],
    [{ min: 260, max: 320, unit: 'day', negotiable: false }, 29_000],
    [{ min: 200, unit: 'day', negotiable: false }, 20_000],
    [{ min: 24, max: 24, unit: 'hour', negotiable: false }, undefined],
    [{ min: 6_000, max: 7_500, unit: 'month', negotiable: false }, undefined],
    [{ unit: 'day', negotiable: true }, undefined],
    [{ negotiable: true }, undefined],
  ] as const)('%j is %s fen', (pay, fen) => expect(dayPayFen(pay)).toBe(fen));

  it('is weighted by places, and none where nothing compares', () => {
    expect(averageDayPay({ fen: 22_000 * 3 + 30_000, places: 4 })).toBe(240);
    expect(averageDayPay({ fen: 0, places: 0 })).toBeNull();
  });
});

describe('sums', () => {
  it('come out once a place, measure and step', () => {
    const sums = new Sums();
    const place = { regionCode: 'r', stationId: '', trade: '搬运工' };
    sums.add(place, 'grabs');
    sums.add(place, 'grabs', 2);
    sums.add(place, 'answered', 1, 5);
    sums.add(place, 'headcount', 0);
    expect(sums.all.map(({ measure, step, value }) => [measure, step, value])).toEqual([
      ['grabs', 0, 3],
      ['answered', 5, 1],
    ]);
  });
});
