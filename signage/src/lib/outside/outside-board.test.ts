import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Arrangement, Manifest, Slide } from '#server/domain/board/manifest.ts';
import { manifest, row, slide } from '#server/domain/board/testing/rows.ts';
import { plainLook } from '#server/domain/board/wall.ts';
import { zoneSlides } from '#server/domain/board/zone-slides.ts';
import { OutsideBoard } from './outside-board.svelte.ts';

/** Where a round of the three pages begins. */
const start = 30_000 * 60_000_000;
const page = (number: number): Slide => slide([row({ number })], { id: `p${number}`, dwellMs: 10_000 });
const own: Slide = { kind: 'station', id: 'own', link: { code: '', url: '' }, dwellMs: 10_000 };

/** The server as one address of it answers; what it sends by the stream. */
class Door {
  asked = 0;
  held: Manifest;
  #waiting: (() => void)[] = [];
  readonly #heard = new Map<string, (event: { data: string }) => void>();

  constructor(arrangement: Arrangement = { kind: 'plain' }) {
    const glass = manifest();
    this.held = manifest({ screen: { ...glass.screen, look: { ...plainLook, arrangement } }, slides: [page(101), page(102), own] });
    const heard = this.#heard;
    vi.stubGlobal('window', globalThis);
    vi.stubGlobal(
      'EventSource',
      class {
        readyState = 1;
        addEventListener = (type: string, hear: (event: { data: string }) => void) => heard.set(type, hear);
        close = () => {};
      },
    );
    vi.stubGlobal('fetch', () => {
      this.asked += 1;
      // As it is when the question comes in, whenever the answer arrives.
      const body = JSON.stringify(this.held);
      const headers = { etag: `"${this.asked}"`, 'x-server-time': new Date().toISOString() };
      return new Promise<Response>((answer) => this.#waiting.push(() => answer(new Response(body, { headers }))));
    });
  }

  async answer(): Promise<void> {
    for (const answer of this.#waiting.splice(0)) answer();
    await vi.advanceTimersByTimeAsync(0);
  }

  tell(type: 'manifest'): void {
    this.#heard.get(type)?.({ data: JSON.stringify({ type, version: 1 }) });
  }
}

const opened: OutsideBoard[] = [];
async function openAt(door: Door): Promise<OutsideBoard> {
  const board = new OutsideBoard('/api/outside/at/token');
  opened.push(board);
  await door.answer();
  return board;
}

beforeEach(() =>
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'], now: start }),
);
afterEach(() => {
  for (const board of opened.splice(0)) board.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what is announced while a board is being fetched is asked for once that one is here', async () => {
  const door = new Door();
  const board = await openAt(door);
  door.tell('manifest');
  expect(door.asked).toBe(2);
  door.held = { ...door.held, slides: [page(103), own] };
  door.tell('manifest');
  await door.answer();
  await door.answer();
  expect(door.asked).toBe(3);
  expect(board.manifest?.slides[0]?.id).toBe('p103');
});

test('a split glass has something for both of its halves', async () => {
  const board = await openAt(new Door({ kind: 'split' }));
  expect(board.slide).toBeDefined();
  const shown = board.slide && zoneSlides(board.rotation, board.slide);
  expect(shown?.jobs?.kind).toBe('jobs');
  expect(shown?.show?.id).toBe('own');
});

test('the device of a pair that has the show goes round without jobs', async () => {
  const door = new Door({ kind: 'double', side: 'show' });
  door.held = { ...door.held, slides: [own] };
  expect((await openAt(door)).slide?.id).toBe('own');
});

test('the halves of a wall turn together, whenever their frames were opened', async () => {
  const door = new Door({ kind: 'wall', half: 'left', partnerId: 'other', bezelMm: 10 });
  const left = await openAt(door);
  await vi.advanceTimersByTimeAsync(13_300);
  const right = await openAt(door);
  await vi.advanceTimersByTimeAsync(20_000);
  for (let turns = 0; turns < 3; turns += 1) {
    expect(right.slide?.id).toBe(left.slide?.id);
    await vi.advanceTimersByTimeAsync(10_000);
  }
});
