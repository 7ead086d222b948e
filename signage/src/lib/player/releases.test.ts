import { expect, test } from 'vitest';
import { afterBoot, afterTaking, type Releases } from './releases.ts';

const boots = (releases: Releases, times: number) => Array.from({ length: times }).reduce<Releases>(afterBoot, releases);

test('the first build of a box has nobody to prove itself to', () => {
  expect(afterTaking({ boots: 0, isProved: true }, 'one', ['one']).releases).toEqual({ serves: 'one', boots: 0, isProved: true });
});

test('a newer one is on probation, and what it replaces is kept; older ones are not', () => {
  const taken = afterTaking({ serves: 'two', boots: 0, isProved: true }, 'three', ['one', 'two', 'three']);
  expect(taken).toEqual({ releases: { serves: 'three', previous: 'two', boots: 0, isProved: false }, drop: ['one'] });
});

test('one that has not proved itself in three starts gives way to what it replaced', () => {
  const { releases } = afterTaking({ serves: 'two', boots: 0, isProved: true }, 'three', ['two', 'three']);
  expect(boots(releases, 3).serves).toBe('three');
  expect(boots(releases, 4)).toEqual({ serves: 'two', boots: 0, isProved: true });
  expect(boots(releases, 9).serves).toBe('two');
});

test('one that has is opened for ever', () => {
  expect(boots({ serves: 'three', boots: 0, isProved: true }, 100).serves).toBe('three');
});
