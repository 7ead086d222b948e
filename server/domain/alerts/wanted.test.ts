import { describe, expect, it } from 'vitest';
import { type JudgedScreen, stillSilent, wantedAlerts } from './wanted.ts';

let made = 0;
const screen = (stationId: string, state: JudgedScreen['state'], change: Partial<JudgedScreen> = {}): JudgedScreen => ({
  screenId: `s${++made}`,
  stationId,
  state,
  reasons: state === 'silent' ? ['NOT_HEARD'] : state === 'fine' ? [] : ['SET_ASIDE'],
  sinceMs: 1_000,
  ...change,
});
const later = 90_000_000;
const told = (screens: JudgedScreen[], nowMs = later) =>
  wantedAlerts(screens, nowMs).map(({ kind, subject, screens: count }) => `${kind} ${subject} ${count}`);

describe('what there is to tell of a fleet', () => {
  it('is nothing while all is fine or asleep', () => {
    expect(told([screen('a', 'fine'), screen('a', 'asleep')])).toEqual([]);
  });

  it('is each screen that is wrong, silent or leaves something out', () => {
    const silent = screen('a', 'silent');
    const wrong = screen('a', 'wrong', { reasons: ['BLACK_PICTURE'] });
    const aside = screen('b', 'degraded');
    const slow = screen('b', 'degraded', { reasons: ['MEMORY_HIGH'] });
    expect(told([silent, wrong, aside, slow])).toEqual([
      `silent ${silent.screenId} 1`,
      `wrong ${wrong.screenId} 1`,
      `set-aside ${aside.screenId} 1`,
      `degraded ${slow.screenId} 1`,
    ]);
  });

  it('is one thing when a station loses its power, whatever sleeps there', () => {
    expect(told([screen('a', 'silent'), screen('a', 'silent', { sinceMs: 60_000 }), screen('a', 'asleep'), screen('b', 'fine')])).toEqual([
      'station a 2',
    ]);
  });

  it('is two things when two screens of a station died on different days', () => {
    expect(told([screen('a', 'silent'), screen('a', 'silent', { sinceMs: 86_400_000 }), screen('b', 'fine')])).toHaveLength(2);
  });

  it('is one thing when a station loses its power, though one of its screens was dead since yesterday or never came', () => {
    const dead = screen('a', 'silent');
    const never = screen('a', 'silent', { reasons: ['NEVER_HEARD'], sinceMs: 86_400_000 });
    const now = { sinceMs: 86_400_000 };
    expect(told([dead, never, screen('a', 'silent', now), screen('a', 'silent', now), screen('b', 'fine')])).toEqual([
      'station a 2',
      `silent ${dead.screenId} 1`,
      `silent ${never.screenId} 1`,
    ]);
  });

  it('is no screen’s while rounds still find the others of its fuse', () => {
    const first = [screen('a', 'silent'), screen('a', 'fine'), screen('b', 'fine')];
    expect(told(first, 31_000)).toEqual([]);
    expect(told([screen('a', 'silent'), screen('a', 'silent', { sinceMs: 6_000 }), screen('b', 'fine')], 61_000)).toEqual(['station a 2']);
    expect(told(first, 61_000)).toHaveLength(1);
  });

  it('is the server’s line though one screen somewhere was dead before', () => {
    const dead = screen('c', 'silent');
    const now = { sinceMs: 86_400_000 };
    const fallen = [screen('a', 'silent', now), screen('a', 'silent', now), screen('b', 'silent', now)];
    expect(told([dead, ...fallen])).toEqual(['fleet fleet 3', `silent ${dead.screenId} 1`]);
  });

  it('is the server’s line when all stations fall silent together', () => {
    expect(told([screen('a', 'silent'), screen('a', 'silent'), screen('b', 'silent')])).toEqual(['fleet fleet 3']);
    expect(told([screen('a', 'silent'), screen('a', 'silent'), screen('b', 'fine')])).toEqual(['station a 2']);
  });
});

describe('an alert that is not wanted any more', () => {
  const slept = screen('a', 'asleep', { reasons: ['STATION_CLOSED'] });
  it.each<[string, Parameters<ReturnType<typeof stillSilent>>[0], JudgedScreen[], boolean]>([
    ['is not over because its station has closed', { kind: 'silent', subject: slept.screenId }, [slept, screen('b', 'fine')], true],
    ['nor when the whole station has', { kind: 'station', subject: 'a' }, [slept, screen('a', 'silent'), screen('b', 'fine')], true],
    ['nor when everything has', { kind: 'fleet', subject: 'fleet' }, [slept], true],
    ['is over once something of it is heard', { kind: 'station', subject: 'a' }, [slept, screen('a', 'fine')], false],
    ['is over when its screen is gone', { kind: 'silent', subject: 'gone' }, [slept], false],
    ['is over when it was no silence', { kind: 'wrong', subject: slept.screenId }, [slept], false],
  ])('%s', (_, alert, screens, still) => expect(stillSilent(screens)(alert)).toBe(still));
});
