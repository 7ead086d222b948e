import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { manifest, slide } from '#server/domain/board/testing/rows.ts';
import { Orders } from './orders.svelte.ts';

const glass = { manifest: { ...manifest(), hash: 'h7', signature: 's' }, slide: slide([]), upAtMs: Date.parse('2026-11-21T04:00:05Z') };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A server that can be away, and what it was told. */
function reports() {
  const told: { version: number; echoes: string[] }[] = [];
  const server = { away: false, takesBeats: false };
  const orders = new Orders({
    report: async ({ version, echoes }) => {
      if (server.away) return false;
      told.push({ version, echoes });
      return true;
    },
    beat: async ({ echoes }) => {
      if (!server.takesBeats) return false;
      told.push({ version: -1, echoes });
      return true;
    },
    refresh: () => {},
    reload: () => told.push({ version: 0, echoes: ['reloaded'] }),
    screenshot: (id) => told.push({ version: 0, echoes: [`shot ${id}`] }),
    volume: (percent) => told.push({ version: 0, echoes: [`volume ${percent}`] }),
  });
  return { orders, told, server };
}

test('a command is proved by its echo, at once', () => {
  const { orders, told } = reports();
  orders.obey({ type: 'command', id: 'c1', command: 'identify' }, glass);
  expect(told).toEqual([{ version: 7, echoes: ['c1'] }]);
  expect(orders.identifying).toBe(true);
  vi.advanceTimersByTime(15_000);
  expect(orders.identifying).toBe(false);
});

test('a reload comes after its echo, so that it can be told from a crash', async () => {
  const { orders, told } = reports();
  orders.obey({ type: 'command', id: 'c4', command: 'reload' }, glass);
  await vi.advanceTimersByTimeAsync(2_500);
  expect(told.map(({ echoes }) => echoes)).toEqual([['c4'], ['reloaded']]);
});

test('a version is said once, a takeover once, however often they come up', async () => {
  const { orders, told } = reports();
  orders.presented(glass);
  orders.presented(glass);
  orders.echo('t1', () => glass);
  orders.echo('t1', () => glass);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual([
    { version: 7, echoes: [] },
    { version: 7, echoes: ['t1'] },
  ]);
});

test('the manifest of another screen is said, though it has the same number', () => {
  const { orders, told } = reports();
  orders.presented(glass);
  orders.presented({ ...glass, manifest: { ...glass.manifest, hash: 'another' } });
  expect(told).toHaveLength(2);
});

test('an echo that did not arrive goes with the next report', async () => {
  const { orders, told, server } = reports();
  server.away = true;
  orders.echo('t1', () => glass);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual([]);
  server.away = false;
  orders.presented(glass);
  expect(told).toEqual([{ version: 7, echoes: ['t1'] }]);
});

test('a glass that is told to be quieter, or to show itself, does so and says it', () => {
  const { orders, told } = reports();
  orders.obey({ type: 'command', id: 'c2', command: 'volume', volume: 30 }, glass);
  orders.obey({ type: 'command', id: 'c3', command: 'screenshot' }, glass);
  expect(told.flatMap(({ echoes }) => echoes).sort()).toEqual(['c2', 'c3', 'shot c3', 'volume 30']);
});

test('a glass on which no manifest stands proves what it did by its beats', async () => {
  const { orders, told, server } = reports();
  orders.obey({ type: 'command', id: 'c5', command: 'refresh' }, undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([]);
  server.takesBeats = true;
  orders.echo('t2', () => undefined);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual([{ version: -1, echoes: ['c5', 't2'] }]);
  orders.sayWhatWaits(undefined);
  expect(told).toHaveLength(1);
});
