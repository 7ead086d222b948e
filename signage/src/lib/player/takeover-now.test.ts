import { expect, test } from 'vitest';
import type { TakeoverOnGlass } from '#server/domain/board/manifest.ts';
import { TakeoverNow } from './takeover-now.svelte.ts';

const noon = Date.parse('2026-11-21T04:00:00Z');
const minutes = (count: number) => noon + count * 60_000;
const slate: TakeoverOnGlass = { id: 't1', kind: 'safe-slate', startsAt: '2026-11-21T03:50:00Z', endsAt: '2026-11-21T04:20:00Z' };
/** An hour's evacuation, raised before the slate of two minutes that covers it. */
const evacuate: TakeoverOnGlass = {
  ...{ id: 't0', kind: 'notice', message: '请从东门撤离' },
  ...{ startsAt: '2026-11-21T03:58:00Z', endsAt: '2026-11-21T05:00:00Z' },
};
const shortSlate: TakeoverOnGlass = { ...slate, endsAt: '2026-11-21T04:02:00Z' };
const newest = (nowMs = noon) => ({ issuedAtMs: nowMs, nowMs });
const said = ({ id, kind, message, endsAt }: TakeoverOnGlass) => ({
  ...{ type: 'takeover' as const, id, kind, until: endsAt },
  ...(message === undefined ? {} : { message }),
});
const lifted = (id: string) => ({ type: 'takeover' as const, id, kind: 'safe-slate' as const, until: null });

test('that has just been heard of is not taken off by a manifest that was laid out before', () => {
  const now = new TakeoverNow();
  now.hear(said(slate), noon);
  now.take([], { issuedAtMs: noon - 1_000, nowMs: noon });
  expect(now.current?.id).toBe('t1');
  now.take([], newest(noon + 1_000));
  expect(now.current).toBeUndefined();
});

test('ends by itself, also without a server', () => {
  const now = new TakeoverNow();
  now.take([slate], newest());
  expect(now.current).toBe(slate);
  now.choose(minutes(20));
  expect(now.current).toBeUndefined();
});

test('is not over because the device believes it is 2100: with the server’s time it stands again', () => {
  const now = new TakeoverNow();
  now.take([slate], newest());
  now.choose(Date.parse('2100-01-01T00:00:00Z'));
  expect(now.current).toBeUndefined();
  now.choose(noon);
  expect(now.current).toBe(slate);
  now.choose(minutes(20));
  expect(now.current).toBeUndefined();
});

test('that was lifted meanwhile, or is gone from the manifest, stays off', () => {
  const now = new TakeoverNow();
  now.take([slate], newest());
  now.choose(Date.parse('2100-01-01T00:00:00Z'));
  now.hear(lifted('t1'), noon);
  now.choose(noon);
  expect(now.current).toBeUndefined();
  now.take([slate], newest());
  expect(now.current).toBeUndefined();
  now.take([{ ...slate, id: 't2' }], newest());
  now.take([], newest());
  expect(now.current).toBeUndefined();
});

test('of an hour stands again when the slate of two minutes that covered it is over, without a network', () => {
  const now = new TakeoverNow();
  now.take([shortSlate, evacuate], newest());
  expect(now.current?.id).toBe('t1');
  now.choose(minutes(2));
  expect(now.current).toMatchObject({ id: 't0', message: '请从东门撤离' });
  now.choose(minutes(60));
  expect(now.current).toBeUndefined();
});

test('that is heard of while a stronger one stands waits under it', () => {
  const now = new TakeoverNow();
  now.hear(said(shortSlate), noon);
  now.hear(said(evacuate), noon + 1_000);
  expect(now.current?.id).toBe('t1');
  now.choose(minutes(2));
  expect(now.current?.id).toBe('t0');
});

test('stands at once when what covers it is lifted', () => {
  const now = new TakeoverNow();
  now.take([shortSlate, evacuate], newest());
  now.hear(lifted('t1'), noon + 10_000);
  expect(now.current?.id).toBe('t0');
});
