import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api } from './api.ts';

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
/** Streams that were opened, and whether each still stands. */
let lines: { open: boolean }[];

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  page.visibilityState = 'visible';
  vi.stubGlobal('document', page);
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('fetch', async (_url: string, { signal }: { signal: AbortSignal }) => {
    const line = { open: true };
    lines.push(line);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) =>
        signal.addEventListener('abort', () => {
          line.open = false;
          controller.error(signal.reason);
        }),
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function turn(state: DocumentVisibilityState, forMs: number) {
  page.visibilityState = state;
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(forMs);
}
const standing = () => lines.filter((line) => line.open).length;

test('a desk that nobody looks at holds no line, and hears that it missed something when it is seen again', async () => {
  const missed = vi.fn();
  const stop = api.events('/desk/events', () => undefined, undefined, missed);
  await vi.advanceTimersByTimeAsync(0);
  expect(standing()).toBe(1);
  await turn('hidden', 10_000);
  expect(standing()).toBe(0);
  await turn('hidden', 60_000);
  expect(lines).toHaveLength(1);
  expect(missed).not.toHaveBeenCalled();
  await turn('visible', 100);
  expect(standing()).toBe(1);
  expect(missed).toHaveBeenCalledTimes(1);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(standing()).toBe(0);
  expect(lines).toHaveLength(2);
});

test('a host’s page holds its line whoever looks at it', async () => {
  const stop = api.events('/live/shows/k7mw/events', () => undefined);
  await vi.advanceTimersByTimeAsync(0);
  await turn('hidden', 60_000);
  expect(standing()).toBe(1);
  stop();
});
