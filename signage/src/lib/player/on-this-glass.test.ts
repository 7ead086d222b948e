import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LiveOnGlass, Slide } from '#server/domain/board/manifest.ts';
import { planBoard } from '#server/domain/board/plan.ts';
import { planLive } from '#server/domain/board/plan-live.ts';
import { survivingSlides } from '#server/domain/board/survive.ts';
import { manifest, row, slide } from '#server/domain/board/testing/rows.ts';
import { Carousel } from './carousel.ts';
import { awayMsOf, isShowOver, isStillOn, onThisGlass } from './on-this-glass.ts';
import { ShowOnGlass } from './show-on-glass.svelte.ts';

const awayAt = '2026-12-01T07:00:00Z';
const awayAtMs = Date.parse(awayAt);
const live: LiveOnGlass = {
  episodeId: 'e1',
  slug: 'k7mw',
  title: '第 12 期直播带岗',
  hostName: '小赵',
  organiser: '城站零工市场',
  state: 'live',
  seq: 3,
  link: { code: 'SHOW0001', url: 'http://gangbo.test/j/SHOW0001' },
};
const away: LiveOnGlass = { ...live, state: 'away', awayAt, seq: 4 };

describe('the ladder of a show on one glass', () => {
  test.each([
    ['the picture comes by WebRTC', 'webrtc', 0, undefined, 'picture'],
    ['the picture comes by HLS', 'hls', 0, undefined, 'picture'],
    ['no picture comes yet', 'none', 14_999, undefined, 'slate'],
    ['no picture comes for 15 s, though the host is there', 'none', 15_000, undefined, 'rotation'],
    ['the host was just lost', 'none', 1_200, 0, 'slate'],
    ['the host is away for a moment, and HLS plays the slate', 'hls', 0, 14_999, 'picture'],
    ['the host is away for 15 s', 'none', 15_000, 15_000, 'rotation'],
    ['the host is away for 15 s, and HLS goes on playing the slate', 'hls', 0, 15_000, 'rotation'],
    ['the screen was switched on while the host was away', 'none', 10, 300_000, 'rotation'],
    ['the host’s picture is back before the news of it', 'webrtc', 0, 60_000, 'picture'],
  ] as const)('%s', (_, path, picturelessMs, awayMs, seen) => {
    expect(onThisGlass({ path, picturelessMs, awayMs })).toBe(seen);
  });

  test('a glass that has lost its server shows no picture, whose card would claim places of then', () => {
    for (const path of ['webrtc', 'hls', 'none'] as const)
      expect(onThisGlass({ path, picturelessMs: 0, awayMs: undefined, asOfMs: awayAtMs })).toBe('rotation');
  });

  test('the host is away since the server’s own moment, never before it', () => {
    expect(awayMsOf(live, awayAtMs)).toBeUndefined();
    expect(awayMsOf(away, awayAtMs + 4_000)).toBe(4_000);
    expect(awayMsOf(away, awayAtMs - 4_000)).toBe(0);
  });
});

describe('the show’s code among the slides', () => {
  const { screen } = manifest();
  const at = (ms: number, heardBeforeMs = 0) => ({ nowMs: awayAtMs + ms, heardServerAtMs: awayAtMs + ms - heardBeforeMs, screen });
  const shown = (of: LiveOnGlass, stands = false) => {
    const show = new ShowOnGlass();
    show.take(of);
    show.stands = stands;
    return show;
  };

  test('is there while the show has no picture on this glass, and says how it stands', () => {
    expect(shown(live).slide(at(0))).toMatchObject({ link: live.link, show: { title: live.title, hostName: '小赵' } });
    expect(shown(live).slide(at(0))?.show).not.toHaveProperty('away');
    expect(shown(away).slide(at(20_000))).toMatchObject({ link: live.link, show: { away: true } });
  });

  test('is not there while the show itself stands', () => {
    expect(shown(live, true).slide(at(0))).toBeUndefined();
  });

  test('is not there on a strip that can hold no code: nobody could follow it', () => {
    const size = { layout: 'strip', kind: 'led-ultra-wide', widthMm: 4_800, heightMm: 400, widthPx: 1_920, heightPx: 160 } as const;
    const strip = { ...screen, ...size, viewingDistanceM: 6 };
    expect(shown(live).slide({ ...at(0), screen: strip })).toBeUndefined();
    expect(planLive(planBoard(strip, 40), { liveMode: 'beside' })).toBeNull();
  });

  test('goes with the picture when the show’s time is over, whatever is heard', () => {
    const timed = { ...live, until: new Date(awayAtMs + 60_000).toISOString() };
    expect(shown(timed).slide(at(59_999))).toBeDefined();
    expect(shown(timed).slide(at(60_000))).toBeUndefined();
    const seen = (ms: number) =>
      onThisGlass({ path: 'hls', picturelessMs: 0, awayMs: undefined, isOver: isShowOver(timed, awayAtMs + ms) });
    expect([seen(59_999), seen(60_000)]).toEqual(['picture', 'rotation']);
    expect(isShowOver(live, awayAtMs + 86_400_000)).toBe(false);
  });

  test('goes when nobody waits for the host any more, and when nobody can know here', () => {
    expect(shown(away).slide(at(599_999))).toBeDefined();
    expect(shown(away).slide(at(600_000))).toBeUndefined();
    expect(isStillOn(live, at(0, 599_999))).toBe(true);
    expect(shown(live).slide(at(0, 600_000))).toBeUndefined();
  });
});

test('a wall whose host is lost turns to its jobs and the show’s code after 15 s, and back to the show with the host', () => {
  const board = manifest({
    slides: [slide([row({ number: 101 })], { id: 's1', dwellMs: 10_000 }), slide([row({ number: 102 })], { id: 's2', dwellMs: 10_000 })],
  });
  const carousel = new Carousel();
  const show = new ShowOnGlass();
  /** What the glass shows for half a minute from this moment, as the stage and the player decide it. */
  const seenFrom = (ms: number, path: 'webrtc' | 'hls' | 'none', picturelessMs: number) => {
    const nowMs = awayAtMs + ms;
    const seen = onThisGlass({ path, picturelessMs, awayMs: show.live && awayMsOf(show.live, nowMs) });
    show.stands = seen !== 'rotation';
    if (show.stands) return [seen];
    const at = { nowMs, heardServerAtMs: nowMs, heard: new Map() };
    const { slides } = survivingSlides(board, at);
    const code = show.slide({ ...at, screen: board.screen });
    const all = code ? [...slides, code] : slides;
    let current: Slide | undefined;
    // A round of ten seconds a page begins here.
    let atMs = Math.ceil(nowMs / 30_000) * 30_000;
    return all.map(() => {
      const slot = carousel.next(all, { current, atMs });
      current = slot?.item;
      atMs = slot?.endsAtMs ?? atMs;
      return current?.id;
    });
  };

  show.take(live);
  expect(seenFrom(-1_000, 'hls', 0)).toEqual(['picture']);
  show.take(away);
  expect(seenFrom(14_900, 'none', 14_900)).toEqual(['slate']);
  expect(seenFrom(15_000, 'none', 15_000)).toEqual(['s1', 's2', 'show-e1']);
  expect(seenFrom(15_000, 'hls', 0)).toEqual(['s1', 's2', 'show-e1']);
  show.take({ ...live, seq: 5 });
  expect(seenFrom(60_000, 'hls', 0)).toEqual(['picture']);
  show.take(undefined);
  expect(show.slide({ nowMs: awayAtMs, heardServerAtMs: awayAtMs, screen: board.screen })).toBeUndefined();
});

describe('the card of a show that moves', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const pitch = (number: number) => ({ ...row({ number }), link: live.link });
  /** A glass with a moving picture, which holds a step back until the picture has reached it. */
  const playing = () => {
    const show = new ShowOnGlass();
    show.pitchHeard = () => {};
    show.take({ ...live, pitch: pitch(101) });
    return show;
  };
  const card = (show: ShowOnGlass) => show.live?.pitch?.number;

  test('waits for the picture, not for the manifest that knows it already', () => {
    const show = playing();
    show.take({ ...live, seq: 4, pitch: pitch(102) });
    expect(card(show)).toBe(101);
    show.apply({ type: 'pitch', episodeId: 'e1', seq: 4, mediaTimeMs: 5_000, pitch: pitch(102) });
    expect(card(show)).toBe(102);
  });

  test('does not go back for a manifest that was laid out before the last step', () => {
    const show = playing();
    show.apply({ type: 'pitch', episodeId: 'e1', seq: 5, mediaTimeMs: 5_000, pitch: pitch(103) });
    show.take({ ...live, seq: 4, pitch: pitch(102) });
    expect(card(show)).toBe(103);
    vi.advanceTimersByTime(20_000);
    expect(card(show)).toBe(103);
  });

  test('takes the manifest’s word when its event was lost', () => {
    const show = playing();
    show.take({ ...live, seq: 4, pitch: pitch(102) });
    vi.advanceTimersByTime(6_000);
    show.take({ ...live, seq: 4, pitch: { ...pitch(102), placesLeft: 1 } });
    expect(card(show)).toBe(101);
    vi.advanceTimersByTime(3_000);
    expect(show.live?.pitch).toMatchObject({ number: 102, placesLeft: 1 });
  });

  test('hears at once that the host is away and is back, and never the older of the two again', () => {
    const show = playing();
    show.take({ ...away, pitch: pitch(101) });
    expect(show.live?.state).toBe('away');
    show.take({ ...live, seq: 5, pitch: pitch(101) });
    expect(show.live?.state).toBe('live');
    vi.advanceTimersByTime(20_000);
    expect(show.live).toMatchObject({ state: 'live', seq: 5 });
  });

  test('does not go back to an older manifest’s word when two came in a row', () => {
    const show = playing();
    show.take({ ...away, pitch: pitch(102) });
    vi.advanceTimersByTime(3_000);
    show.take({ ...live, seq: 5, pitch: pitch(102) });
    vi.advanceTimersByTime(6_500);
    expect(show.live?.state).toBe('live');
  });
});
