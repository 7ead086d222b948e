import { describe, expect, test } from 'vitest';
import { afterActivating, afterBoot, afterTaking, givenUp, proved, type Releases } from './releases.ts';

const boots = (releases: Releases, times: number) => Array.from({ length: times }).reduce<Releases>(afterBoot, releases);
const empty: Releases = { boots: 0, isProved: true };
const onTwo: Releases = { serves: 'two', boots: 0, isProved: true };

test('the first build of a box has nobody to prove itself to', () => {
  expect(afterActivating(empty, 'one', ['one']).releases).toEqual({ serves: 'one', boots: 0, isProved: true });
});

test('a newer one is on probation, and what it replaces is kept; older ones are not', () => {
  const taken = afterTaking(onTwo, 'three', ['one', 'two', 'three']);
  expect(taken).toEqual({ releases: { serves: 'three', previous: 'two', boots: 0, isProved: false }, drop: ['one'] });
});

describe('a worker that begins to work', () => {
  const kept = ['two', 'three'];

  test('opens its build where a page has rehearsed it', () => {
    const { releases } = afterActivating({ ...onTwo, asked: 'three' }, 'three', kept);
    expect(releases).toEqual({ serves: 'three', previous: 'two', boots: 0, isProved: false });
  });

  test('because the browser began anew opens what is proved, and keeps its own for a rehearsal', () => {
    expect(afterActivating(onTwo, 'three', ['one', ...kept])).toEqual({ releases: onTwo, drop: ['one'] });
    // Asked for once, and given up.
    const refused: Releases = { ...onTwo, refused: 'three' };
    expect(afterActivating(refused, 'three', kept).releases).toBe(refused);
  });

  test('opens its own where what was proved is gone from the box', () => {
    expect(afterActivating(onTwo, 'three', ['three']).releases).toEqual({ serves: 'three', boots: 0, isProved: true });
  });

  test('for the second time changes nothing', () => {
    const trial: Releases = { serves: 'three', previous: 'two', boots: 2, isProved: false };
    expect(afterActivating(trial, 'three', kept)).toEqual({ releases: trial, drop: [] });
  });
});

test('one that has not proved itself in three starts gives way to what it replaced, and is known for it', () => {
  const { releases } = afterTaking(onTwo, 'three', ['two', 'three']);
  expect(boots(releases, 3).serves).toBe('three');
  expect(boots(releases, 4)).toEqual({ serves: 'two', boots: 0, isProved: true, refused: 'three' });
  expect(boots(releases, 9).serves).toBe('two');
});

test('one that gives itself up gives way at once; with nothing to go back to it stays', () => {
  const { releases } = afterTaking(onTwo, 'three', ['two', 'three']);
  expect(givenUp(releases)).toEqual({ serves: 'two', boots: 0, isProved: true, refused: 'three' });
  const only = afterActivating(empty, 'one', ['one']).releases;
  expect(givenUp(only)).toBe(only);
});

test('one that has is opened for ever', () => {
  const { releases } = afterTaking(onTwo, 'three', ['two', 'three']);
  expect(boots(proved(releases), 100)).toEqual({ serves: 'three', boots: 0, isProved: true });
});
