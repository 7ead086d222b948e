import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Health, type Vitals } from './health.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.stubGlobal('navigator', { userAgent: 'Chromium' });
  for (const name of ['innerWidth', 'innerHeight', 'devicePixelRatio']) vi.stubGlobal(name, 1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const vitals: Vitals = {
  appVersion: '1',
  heldVersion: null,
  heldHash: null,
  slideId: null,
  frames: { painted: 1, overMs: 1 },
  pixels: null,
  storage: null,
  clockErrorMs: null,
  updateState: 'current',
  isCloned: false,
  setAside: [],
};
const told = (health: Health, setAside: string[] = []) =>
  health.report({ ...vitals, setAside }).setAside.map(({ id, why }) => `${id} ${why}`);

test('what went wrong is news once, and is told with each beat', () => {
  const health = new Health();
  expect([health.note('file ab', 'EVICTED'), health.note('file ab', 'EVICTED')]).toEqual([true, false]);
  expect(told(health, ['film'])).toEqual(['film SET_ASIDE', 'file ab EVICTED']);
});

test('what does not happen again is over after an hour; what does is not', () => {
  const health = new Health();
  health.note('file ab', 'EVICTED');
  health.note('store', 'DISK_FULL');
  vi.advanceTimersByTime(50 * 60_000);
  health.note('store', 'DISK_FULL');
  vi.advanceTimersByTime(20 * 60_000);
  expect(told(health, ['film'])).toEqual(['film SET_ASIDE', 'store DISK_FULL']);
  expect(health.note('file ab', 'EVICTED')).toBe(true);
});
