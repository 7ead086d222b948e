import { describe, expect, test } from 'vitest';
import { guarded, isListOf, isNumber, readKept, type Shelf } from './shelf.ts';

const throws = () => {
  throw new DOMException('full', 'QuotaExceededError');
};
const box = (kept = new Map<string, string>(), change: Partial<Shelf> = {}): Shelf => ({
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, text) => void kept.set(name, text),
  removeItem: (name) => void kept.delete(name),
  ...change,
});

describe('a shelf', () => {
  test('keeps what a full disk does not take as long as the page lives', () => {
    const kept = new Map([['a', 'old']]);
    const shelf = guarded(() => box(kept, { setItem: throws }));
    shelf.setItem('a', 'new');
    expect([shelf.getItem('a'), kept.get('a')]).toEqual(['new', 'old']);
  });

  test('writes again once there is room', () => {
    const kept = new Map<string, string>();
    let isFull = true;
    const shelf = guarded(() => box(kept, isFull ? { setItem: throws } : {}));
    shelf.setItem('a', 'one');
    isFull = false;
    shelf.setItem('a', 'two');
    kept.set('a', 'three');
    expect(shelf.getItem('a')).toBe('three');
  });

  test('is empty where the browser refuses to open it at all', () => {
    const shelf = guarded(throws);
    expect(shelf.getItem('a')).toBeNull();
    shelf.setItem('a', 'one');
    expect(shelf.getItem('a')).toBe('one');
    shelf.removeItem('a');
    expect(shelf.getItem('a')).toBeNull();
  });

  test.each(['', '{"crashes":', 'null', '{}', '["a"]', '7'])('takes a damaged value for none: %s', (text) => {
    expect(readKept(box(new Map([['a', text]])), 'a', isListOf(isNumber))).toBeUndefined();
  });
});
