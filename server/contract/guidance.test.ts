import { expect, it } from 'vitest';
import { builtInGuidance } from '../domain/guidance/built-in.ts';
import { guidanceEntry } from './guidance.ts';

it('what comes with the product could have been entered by hand: each with its source', () => {
  for (const { id, ...given } of builtInGuidance) expect(() => guidanceEntry.parse(given), id).not.toThrow();
  expect(new Set(builtInGuidance.map(({ id }) => id)).size).toBe(builtInGuidance.length);
});
