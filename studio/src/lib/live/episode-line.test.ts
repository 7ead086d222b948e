import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EpisodeLine, type HostEvent } from './episode-line.ts';

let opened: string[];
let say: (event: HostEvent) => void;

beforeEach(() => {
  opened = [];
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('fetch', async (url: string, { signal }: { signal: AbortSignal }) => {
    opened.push(url);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        say = (event) => controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`));
        signal.addEventListener('abort', () => controller.error(signal.reason));
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  });
});
afterEach(() => vi.unstubAllGlobals());

test('one stream serves all that listen, also who comes while it stands', async () => {
  const line = new EpisodeLine('e1');
  const first = { hear: vi.fn(), state: vi.fn() };
  const later = { hear: vi.fn(), state: vi.fn() };
  line.listen(first);
  const hangUp = line.open();
  await vi.waitFor(() => expect(first.state).toHaveBeenLastCalledWith(true));
  const leave = line.listen(later);
  expect(later.state).toHaveBeenLastCalledWith(true);
  say({ type: 'guests' });
  await vi.waitFor(() => expect(later.hear).toHaveBeenCalledWith({ type: 'guests' }));
  expect(first.hear).toHaveBeenCalledWith({ type: 'guests' });
  leave();
  say({ type: 'chat-desk' });
  await vi.waitFor(() => expect(first.hear).toHaveBeenCalledTimes(2));
  expect(later.hear).toHaveBeenCalledTimes(1);
  expect(opened).toEqual(['/api/live/episodes/e1/events']);
  hangUp();
});
