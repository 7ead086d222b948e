import { describe, expect, it } from 'vitest';
import { type Decision, decidePromotion, decideWishes, type StandingGrab, type Wish } from './decide.ts';

const wish = (name: string, over: Partial<Wish> = {}): Wish => ({
  grabId: `grab-${name}`,
  seekerId: name,
  contactHash: `phone-${name}`,
  unproven: false,
  unansweredElsewhere: 0,
  ...over,
});
const kinds = (decisions: readonly Decision[]) => decisions.map((decision) => decision.kind);
const count = { placesTotal: 2, placesLeft: 2, waitingSeq: 0 };

describe('wishes for a posting with two places', () => {
  it('get the places in order of arrival, then numbers of the waiting list', () => {
    const { decisions, count: left } = decideWishes(
      count,
      [],
      ['a', 'b', 'c', 'd'].map((name) => wish(name)),
    );
    expect(kinds(decisions)).toEqual(['placed', 'placed', 'queued', 'queued']);
    expect(decisions.slice(2)).toMatchObject([{ waitingNumber: 1 }, { waitingNumber: 2 }]);
    expect(left).toEqual({ placesTotal: 2, placesLeft: 0, waitingSeq: 2 });
  });

  it('go on counting where the waiting list stood', () => {
    const { decisions } = decideWishes({ placesTotal: 2, placesLeft: 0, waitingSeq: 7 }, [], [wish('a')]);
    expect(decisions).toMatchObject([{ kind: 'queued', waitingNumber: 8 }]);
  });

  it('are decided once a person, in one batch or two', () => {
    const first = decideWishes(count, [], [wish('a'), wish('a', { grabId: 'second' })]);
    expect(first.decisions).toMatchObject([{ kind: 'placed' }, { kind: 'again', grab: { grabId: 'grab-a', state: 'grabbed' } }]);
    expect(first.count.placesLeft).toBe(1);
    const standing: StandingGrab = {
      grabId: 'old',
      seekerId: 'a',
      contactHash: 'phone-a',
      unproven: false,
      state: 'confirmed',
      waitingNumber: undefined,
    };
    const later = decideWishes(first.count, [standing], [wish('a')]);
    expect(later.decisions).toMatchObject([{ kind: 'again', grab: { grabId: 'old', state: 'confirmed' } }]);
    expect(later.count).toEqual(first.count);
  });

  it('are held for a call where nobody has proved the phone', () => {
    expect(decideWishes(count, [], [wish('a', { unproven: true })]).decisions).toMatchObject([{ kind: 'placed', state: 'held' }]);
  });

  it('tell nothing of a grab to somebody who only typed its phone: the answer is anybody’s', () => {
    const stranger = (phone: string) => wish('stranger', { contactHash: phone, unproven: true });
    for (const known of [wish('a'), wish('a', { unproven: true })]) {
      const [, knownPhone] = decideWishes(count, [], [known, stranger('phone-a')]).decisions;
      const [, newPhone] = decideWishes(count, [], [known, stranger('phone-new')]).decisions;
      expect(knownPhone).toEqual(newPhone);
      expect(knownPhone).toMatchObject({ kind: 'placed', state: 'held' });
    }
  });

  it('give the owner of the phone the best of what others hold for it, and each of those once', () => {
    const held = (name: string, over: Partial<StandingGrab>): StandingGrab => ({
      grabId: name,
      seekerId: name,
      contactHash: 'p',
      unproven: true,
      state: 'waiting',
      waitingNumber: undefined,
      ...over,
    });
    const standing = [held('ninth', { waitingNumber: 9 }), held('place', { state: 'held' }), held('third', { waitingNumber: 3 })];
    const { decisions } = decideWishes(count, standing, [wish('owner', { contactHash: 'p' }), wish('owner', { contactHash: 'p' })]);
    expect(decisions).toMatchObject([
      { kind: 'adopted', grabId: 'grab-owner', grab: { grabId: 'place' }, state: 'grabbed' },
      { kind: 'again', grab: { grabId: 'grab-owner' } },
    ]);
  });

  it('leave a grab that a clerk has confirmed by telephone what it is, in its owner’s name', () => {
    const rung: StandingGrab = {
      grabId: 'rung',
      seekerId: 'browser',
      contactHash: 'p',
      unproven: true,
      state: 'confirmed',
      waitingNumber: undefined,
    };
    const { decisions } = decideWishes(count, [rung], [wish('owner', { contactHash: 'p' })]);
    expect(decisions).toMatchObject([{ kind: 'adopted', grabId: 'rung', state: 'confirmed' }]);
  });

  it('hand what a stranger held over to the owner of the phone, once proved', () => {
    const { decisions, count: left } = decideWishes(
      count,
      [],
      [wish('stranger', { contactHash: 'p', unproven: true }), wish('owner', { contactHash: 'p' })],
    );
    expect(decisions[1]).toMatchObject({ kind: 'adopted', grabId: 'grab-owner', state: 'grabbed', grab: { grabId: 'grab-stranger' } });
    expect(left.placesLeft).toBe(1);
  });

  it('hold three places at most for somebody whose phone nobody has proved', () => {
    const { decisions, count: left } = decideWishes(
      count,
      [],
      [
        wish('a', { unproven: true, unansweredElsewhere: 2 }),
        wish('b', { unproven: true, unansweredElsewhere: 3 }),
        wish('c', { unansweredElsewhere: 3 }),
      ],
    );
    expect(kinds(decisions)).toEqual(['placed', 'too-many-held', 'placed']);
    expect(left.placesLeft).toBe(0);
  });

  it('wait for an answer in ten other jobs at most, and what stands stays', () => {
    const many = { unansweredElsewhere: 10 };
    const standing: StandingGrab = {
      grabId: 'old',
      seekerId: 'b',
      contactHash: undefined,
      unproven: false,
      state: 'grabbed',
      waitingNumber: undefined,
    };
    const { decisions, count: left } = decideWishes(
      count,
      [standing],
      [wish('a', many), wish('b', many), wish('c', { unansweredElsewhere: 9 })],
    );
    expect(kinds(decisions)).toEqual(['too-many-unanswered', 'again', 'placed']);
    expect(left.placesLeft).toBe(1);
  });

  it('do not confuse people without any phone', () => {
    const none = { contactHash: undefined };
    expect(kinds(decideWishes(count, [], [wish('a', none), wish('b', none)]).decisions)).toEqual(['placed', 'placed']);
  });
});

describe('places that come back', () => {
  it.each([
    ['go to the first who waits', { placesTotal: 3, placesLeft: 0 }, { freed: 1, placed: 2, waiting: 4 }, { promote: 1, placesLeft: 0 }],
    [
      'are open again when nobody waits',
      { placesTotal: 3, placesLeft: 0 },
      { freed: 1, placed: 2, waiting: 0 },
      { promote: 0, placesLeft: 1 },
    ],
    [
      'stay away where the employer has lowered the number',
      { placesTotal: 2, placesLeft: 0 },
      { freed: 1, placed: 2, waiting: 3 },
      { promote: 0, placesLeft: 0 },
    ],
    [
      'go to those who wait when places were added',
      { placesTotal: 5, placesLeft: 3 },
      { freed: 0, placed: 2, waiting: 2 },
      { promote: 2, placesLeft: 1 },
    ],
  ])('%s', (_what, counted, standing, outcome) => {
    expect(decidePromotion(counted, standing)).toEqual(outcome);
  });
});
