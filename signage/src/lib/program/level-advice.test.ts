import { expect, it } from 'vitest';
import { adviseLevel } from './level-advice.ts';

it.each([
  [0.001, 'quiet'],
  [0.2, 'good'],
  [0.97, 'loud'],
] as const)('a peak of %s is %s', (peak, advice) => {
  expect(adviseLevel(peak)).toBe(advice);
});
