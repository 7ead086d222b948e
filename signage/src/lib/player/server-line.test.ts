import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeDeviceKey } from './device-key.ts';
import { ServerLine } from './server-line.ts';
import type { Draws } from './siblings.ts';

/** What each address answers; everything else is not reached. */
let answers: Record<string, (body?: string) => Response | Promise<Response>> = {};
const opened: string[] = [];
let streamsAre: 'opening' | 'open' = 'opening';

beforeEach(() => {
  answers = {};
  opened.length = 0;
  streamsAre = 'opening';
  vi.stubGlobal('window', Object.assign(new EventTarget(), { setTimeout, clearTimeout, setInterval, clearInterval }));
  vi.stubGlobal('fetch', async (address: string, init?: { body?: string }) => {
    const path = address.replace(/^\/api\/screen\/|\?.*$/g, '');
    const answer = answers[path];
    if (answer === undefined) throw new TypeError('not reached');
    return answer(init?.body);
  });
  vi.stubGlobal(
    'EventSource',
    class {
      static readonly OPEN = 1;
      readonly readyState = streamsAre === 'open' ? 1 : 0;
      constructor(url: string) {
        opened.push(url);
      }
      addEventListener() {}
      close() {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const problem = (code: string, status: number) => Response.json({ code }, { status });

async function wall(draws: Draws = 'board') {
  const seen = { lost: [] as string[], said: [] as string[], received: [] as string[], reached: 0 };
  const line = new ServerLine({
    wire: { cut: false },
    draws: () => draws,
    heldHash: () => undefined,
    heardTime: () => {},
    heard: () => {},
    received: async (text) => void seen.received.push(text),
    reached: () => {
      seen.reached += 1;
    },
    lost: async (why) => {
      seen.lost.push(why);
      line.close();
    },
    report: (_, why) => seen.said.push(why),
  });
  const keys = await makeDeviceKey();
  return { line, seen, open: () => line.open({ screenId: 'screen-1', trusted: {} }, keys) };
}

test('without a network the wall listens all the same, for whenever there is one', async () => {
  const { line, seen, open } = await wall();
  open();
  await vi.waitFor(() => expect(opened).toEqual(['/api/screen/events?screen=screen-1']));
  expect([seen.lost, seen.said]).toEqual([[], []]);
  line.stop();
});

test('a network that is back is asked within two seconds, not when the next try is due', async () => {
  const { line, open } = await wall();
  open();
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  window.dispatchEvent(new Event('online'));
  await vi.waitFor(() => expect(opened).toHaveLength(2), { timeout: 3_000 });
  line.stop();
  window.dispatchEvent(new Event('online'));
});

test('an open stream is given up and opened anew when something else got no answer', async () => {
  streamsAre = 'open';
  const { line, open } = await wall();
  open();
  await vi.waitFor(() => expect(line.connected).toBe(true));
  line.doubt();
  expect(line.connected).toBe(false);
  await vi.waitFor(() => expect(opened).toHaveLength(2), { timeout: 3_000 });
  line.stop();
});

test('a portal that answers in the server’s place is told of, and keeps no wall from listening', async () => {
  answers = { challenge: () => new Response('<html>请登录</html>', { headers: { 'content-type': 'text/html' } }) };
  const { line, seen, open } = await wall();
  open();
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  expect(seen.said.join()).toContain('SyntaxError');
  line.stop();
});

test.each([
  ['revoked', 'SCREEN_REVOKED', 401],
  ['elsewhere', 'SCREEN_ELSEWHERE', 409],
])('a key that proves nothing any more ends the line (%s)', async (why, code, status) => {
  answers = { challenge: () => Response.json({ nonce: 'n' }), session: () => problem(code, status) };
  const { line, seen, open } = await wall();
  open();
  await vi.waitFor(() => expect(seen.lost).toEqual([why]));
  expect([line.api, opened]).toEqual([undefined, []]);
});

test('an answer that comes when the screen is somebody else’s is not heard', async () => {
  let answer: (response: Response) => void = () => {};
  answers = {
    challenge: () => Response.json({ nonce: 'n' }),
    session: () => Response.json({ version: 1, signingKey: { id: 'k', raw: '' }, serverTime: '' }),
    manifest: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  };
  const { line, seen, open } = await wall();
  open();
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  const asked = line.fetch();
  line.close();
  answer(new Response('{}'));
  await asked;
  expect([seen.received, seen.reached]).toEqual([[], 0]);
});

test('a board and the numbers beside it that the same power switches on are one start of one device', async () => {
  const starts: unknown[] = [];
  answers = {
    challenge: () => Response.json({ nonce: 'n' }),
    session: (body) => {
      starts.push(JSON.parse(body ?? '{}').continues);
      return Response.json({ version: 7, signingKey: { id: 'k', raw: '' }, serverTime: '' });
    },
  };
  const [board, numbers] = [await wall('board'), await wall('numbers')];
  board.open();
  numbers.open();
  await vi.waitFor(() => expect(opened).toHaveLength(2));
  expect(starts).toEqual([undefined, 7]);
  board.line.stop();
  numbers.line.stop();
});
