import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whileSeen } from './while-seen.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A page that can be hidden and seen, and what was done then. */
function watched() {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
  const done: string[] = [];
  const stop = whileSeen({ away: () => done.push('away'), back: () => done.push('back') }, page as unknown as Document);
  const turn = (state: DocumentVisibilityState) => {
    page.visibilityState = state;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { done, stop, hide: () => turn('hidden'), show: () => turn('visible') };
}

test('a page hidden for ten seconds lets go, and takes it up again when it is seen', () => {
  const { done, hide, show } = watched();
  hide();
  vi.advanceTimersByTime(9_999);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(done).toEqual(['away']);
  hide();
  vi.advanceTimersByTime(60_000);
  show();
  expect(done).toEqual(['away', 'back']);
});

test('a glance at another tab changes nothing', () => {
  const { done, hide, show } = watched();
  for (let i = 0; i < 5; i++) {
    hide();
    vi.advanceTimersByTime(9_000);
    show();
  }
  vi.advanceTimersByTime(60_000);
  expect(done).toEqual([]);
});

test('a page that was left does nothing any more', () => {
  const { done, stop, hide } = watched();
  hide();
  stop();
  vi.advanceTimersByTime(60_000);
  hide();
  vi.advanceTimersByTime(60_000);
  expect(done).toEqual([]);
});
