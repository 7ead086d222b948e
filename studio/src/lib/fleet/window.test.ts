import { expect, it } from 'vitest';
import { scrollFor, sliceAt } from './window.ts';

it('draws what is seen and a little more, whatever the number of rows', () => {
  const list = { height: 400, rowHeight: 40, count: 5_000 };
  expect(sliceAt({ ...list, scrollTop: 0 })).toEqual({ from: 0, to: 22 });
  expect(sliceAt({ ...list, scrollTop: 40_000 })).toEqual({ from: 988, to: 1_022 });
  expect(sliceAt({ ...list, scrollTop: 199_600 }).to).toBe(5_000);
  expect(sliceAt({ ...list, count: 3, scrollTop: 0 })).toEqual({ from: 0, to: 3 });
});

it('scrolls only as far as a row needs to be seen', () => {
  const list = { height: 400, rowHeight: 40 };
  expect(scrollFor(3, { ...list, scrollTop: 0 })).toBeUndefined();
  expect(scrollFor(10, { ...list, scrollTop: 0 })).toBe(40);
  expect(scrollFor(1, { ...list, scrollTop: 400 })).toBe(40);
});
