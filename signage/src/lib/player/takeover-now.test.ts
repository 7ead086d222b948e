import { expect, test } from 'vitest';
import type { TakeoverOnGlass } from '#server/domain/board/manifest.ts';
import { TakeoverNow } from './takeover-now.svelte.ts';

const noon = Date.parse('2026-11-21T04:00:00Z');
const slate: TakeoverOnGlass = { id: 't1', kind: 'safe-slate', startsAt: '2026-11-21T03:50:00Z', endsAt: '2026-11-21T04:20:00Z' };
const lifted = (id: string) => ({ type: 'takeover' as const, id, kind: 'safe-slate' as const, until: null });

test('that has just been heard of is not taken off by a manifest that was laid out before', () => {
  const now = new TakeoverNow();
  now.hear({ type: 'takeover', id: 't1', kind: 'safe-slate', until: slate.endsAt }, noon);
  now.take(undefined, noon - 1_000);
  expect(now.current?.id).toBe('t1');
  now.take(undefined, noon + 1_000);
  expect(now.current).toBeUndefined();
});

test('ends by itself, also without a server', () => {
  const now = new TakeoverNow();
  now.take(slate);
  now.lapse(noon);
  expect(now.current).toBe(slate);
  now.lapse(noon + 20 * 60_000);
  expect(now.current).toBeUndefined();
});

test('is not over because the device believes it is 2100: with the server’s time it stands again', () => {
  const now = new TakeoverNow();
  now.take(slate);
  now.lapse(Date.parse('2100-01-01T00:00:00Z'));
  expect(now.current).toBeUndefined();
  now.lapse(noon);
  expect(now.current).toBe(slate);
  now.lapse(noon + 20 * 60_000);
  expect(now.current).toBeUndefined();
});

test('that was lifted meanwhile, or is gone from the manifest, stays off', () => {
  const now = new TakeoverNow();
  now.take(slate);
  now.lapse(Date.parse('2100-01-01T00:00:00Z'));
  now.hear(lifted('t1'), noon);
  now.lapse(noon);
  expect(now.current).toBeUndefined();
  now.take({ ...slate, id: 't2' });
  now.lapse(Date.parse('2100-01-01T00:00:00Z'));
  now.take(undefined);
  now.lapse(noon);
  expect(now.current).toBeUndefined();
});
