import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatDesk, ChatMessage, ChatWindow } from '#server/contract/audience.ts';
import type { LineListener } from '$lib/live/episode-line.ts';
import { AudienceDesk } from './audience-desk.svelte.ts';

const message: ChatMessage = { id: 'm1', number: 7, text: '包吃住吗', at: '2026-12-01T06:30:00Z' };
const room = { isOn: true, slowSeconds: 0, pinned: null };
const read: ChatWindow = { room, messages: [message], questions: [], me: { number: 1, voted: [] } };
const desk: ChatDesk = { room: { ...room, holdsAll: false }, held: [], callBacks: [], muted: 0 };

let asked: string[];
/** What the server can't answer now. */
let broken: (path: string) => boolean;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  broken = () => false;
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    if (broken(url)) return new Response('bad gateway', { status: 502 });
    return Response.json(url.endsWith('/desk') ? desk : read);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function watched() {
  const audience = new AudienceDesk('e1');
  let listener: LineListener | undefined;
  const leave = audience.watch({
    listen: (one) => {
      listener = one;
      return () => true;
    },
  });
  return { audience, leave, state: (connected: boolean) => listener?.state(connected), hear: () => listener?.hear({ type: 'chat-desk' }) };
}

describe('the host’s view of the audience', () => {
  it('asks again for a chat that could not be read, and says so meanwhile', async () => {
    broken = () => true;
    const { audience, state } = watched();
    state(true);
    await vi.waitFor(() => expect(audience.connected).toBe(false));
    expect(audience.messages).toEqual([]);
    broken = () => false;
    await vi.waitFor(() => expect(audience.messages).toEqual([message]));
    await vi.waitFor(() => expect(audience.connected).toBe(true));
    expect(audience.desk).toEqual(desk);
  });

  it('takes its word back after one look that failed', async () => {
    const { audience, state, hear } = watched();
    state(true);
    await vi.waitFor(() => expect(audience.desk).toEqual(desk));
    broken = (path) => path.endsWith('/desk');
    hear();
    await vi.waitFor(() => expect(audience.connected).toBe(false));
    broken = () => false;
    await vi.waitFor(() => expect(audience.connected).toBe(true));
  });

  it('waits longer each time', async () => {
    broken = () => true;
    const { state } = watched();
    state(true);
    await vi.advanceTimersByTimeAsync(60_000);
    // Half a second, one, two, four, eight, then ten.
    expect(asked.length).toBeLessThan(16);
    expect(asked.length).toBeGreaterThan(6);
  });

  it('asks no more once it is left, or while the line is down', async () => {
    broken = () => true;
    const { state, leave } = watched();
    state(true);
    await vi.advanceTimersByTimeAsync(0);
    state(false);
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked).toHaveLength(before);
    state(true);
    await vi.advanceTimersByTimeAsync(0);
    leave();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked).toHaveLength(before + 1);
  });
});
