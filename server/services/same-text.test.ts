import { expect, test } from 'vitest';
import { sameText } from './same-text.ts';

test.each([
  ['abc', 'abc', true],
  ['abc', 'abd', false],
  ['abc', 'abcd', false],
  ['', '', true],
  // As many characters, but not as many bytes: an attacker types whatever they like.
  ['abc', '岗播播', false],
])('%j and %j', (one, other, same) => {
  expect(sameText(one, other)).toBe(same);
});
