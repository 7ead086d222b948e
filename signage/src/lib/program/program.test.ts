import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mediaTimeOfDate, mediaTimeOfRtp } from './media-clock.ts';
import { PitchQueue } from './pitch-queue.ts';
import { nextTryMs, ProgramPlayer } from './program-player.ts';
import type { ProgramInfo, ViewerSignalling } from './signalling.ts';

const step = (seq: number, mediaTimeMs: number | null) => ({ seq, mediaTimeMs, pitch: `job ${seq}` });
function newQueue() {
  const applied: (string | null)[] = [];
  return { applied, queue: new PitchQueue<string>({ seq: 1, apply: (pitch) => applied.push(pitch) }) };
}

describe('a card that waits for its picture', () => {
  it('comes when the picture on glass has reached it', () => {
    const { queue, applied } = newQueue();
    queue.push(step(2, 10_000), 9_200, 0);
    queue.shown(9_960, 760);
    expect(applied).toEqual([]);
    queue.shown(10_000, 800);
    expect(applied).toEqual(['job 2']);
  });

  it('comes at once without a picture, or when no picture ran', () => {
    const { queue, applied } = newQueue();
    queue.push(step(2, 10_000), undefined, 0);
    queue.push(step(3, null), 5, 0);
    expect(applied).toEqual(['job 2', 'job 3']);
  });

  it('comes after a while though the picture stalls', () => {
    const { queue, applied } = newQueue();
    queue.push(step(2, 10_000), 9_000, 0);
    queue.shown(9_000, 7_999);
    expect(applied).toEqual([]);
    queue.shown(9_000, 8_000);
    expect(applied).toEqual(['job 2']);
  });

  it('keeps steps in order and drops old news', () => {
    const { queue, applied } = newQueue();
    queue.push(step(3, 11_000), 9_000, 0);
    queue.push(step(2, 10_000), 9_000, 0);
    queue.push(step(2, 10_000), 9_000, 0);
    queue.push(step(1, 0), 9_000, 0);
    queue.shown(12_000, 1);
    expect(applied).toEqual(['job 2', 'job 3']);
  });

  it('stands at once when the page connects anew', () => {
    const { queue, applied } = newQueue();
    queue.push(step(2, 10_000), 9_000, 0);
    queue.reset(step(4, 12_000));
    queue.shown(13_000, 1);
    expect(applied).toEqual(['job 4']);
  });
});

describe('the program’s clock', () => {
  const clock = { epochMs: 1_000_000, rtp: { timestamp: 2 ** 32 - 90_000, mediaTimeMs: 5_000 } };
  it.each([
    ['a second later', 2 ** 32 - 90_000 + 90_000, 6_000],
    ['over the wrap', 90_000, 7_000],
    ['a second earlier', 2 ** 32 - 180_000, 4_000],
  ])('reads a picture %s', (_, rtp, expected) => {
    expect(mediaTimeOfRtp(clock, rtp % 2 ** 32)).toBeCloseTo(expected, 6);
  });
  it('reads PROGRAM-DATE-TIME', () => {
    expect(mediaTimeOfDate(clock, 1_004_000)).toBe(4_000);
  });
});

describe('waiting for a host', () => {
  it('looks again soon while it may be a hiccup, then seldom and not with everybody else', () => {
    expect([1, 2, 3, 4, 5].map((tries) => nextTryMs(tries, 0.5))).toEqual([700, 700, 700, 700, 700]);
    expect([0, 0.5, 1].map((chance) => nextTryMs(6, chance))).toEqual([3_000, 4_000, 5_000]);
  });
});

describe('who sends the picture', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('document', new EventTarget());
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is told when it is known, and when it is another; a picture that is gone for a while is still its sender’s', async () => {
    const heard: string[] = [];
    const answers: ProgramInfo['from'][] = [null, 'whip', 'whip', null, 'whip', 'studio'];
    const info = async () => ({ onAir: false, from: answers.shift() ?? null, rtpCapabilities: {}, hlsUrl: '', clock: null });
    const video = Object.assign(new EventTarget(), { muted: false, paused: true, src: '', currentTime: 0, setAttribute: () => {} });
    const player = new ProgramPlayer({
      video: video as unknown as HTMLVideoElement,
      signalling: { info } as unknown as ViewerSignalling,
      onPath: () => {},
      onSource: (source) => heard.push(source),
    });
    player.start();
    await vi.advanceTimersByTimeAsync(30_000);
    player.stop();
    expect(heard).toEqual(['whip', 'studio']);
    expect(video.muted).toBe(true);
  });
});
