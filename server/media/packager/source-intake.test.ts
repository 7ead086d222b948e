import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AudioSample } from '../fmp4/media-part.ts';
import { readPictures } from '../h264/annex-b.ts';
import { SourceIntake } from './source-intake.ts';

const [keyframe] = readPictures(readFileSync(join(import.meta.dirname, '../h264/testing/baseline.h264')));
const START_MS = 1_000_000;
const HOUR_MS = 3_600_000;
/** AAC of silence takes a few bytes a frame, noise at 128 kbit/s ten times as many. */
const HEARD_BYTES = 100;

/** Opus, 20 ms of stereo noise: a full-band CELT frame (RFC 6716 §3.1) of bytes that look like any. */
function noise(count: number): Buffer {
  const bytes = Buffer.from(Array.from({ length: 160 }, (_, at) => ((at + 1) * 7_919 + count * 104_729) % 251));
  return Buffer.concat([Buffer.from([0xfc]), bytes]);
}

function rtp(kind: 'audio' | 'video', sequence: number, timestamp: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt8(0x80, 0);
  head.writeUInt8(kind === 'video' ? 0x80 | 96 : 100, 1);
  head.writeUInt16BE(sequence & 0xffff, 2);
  head.writeUInt32BE(timestamp, 4);
  head.writeUInt32BE(kind === 'video' ? 1 : 2, 8);
  return Buffer.concat([head, payload]);
}

/** A sender of pictures and sound, whose reports come each half second (picture) and each two (sound), as Chromium's do. */
function newSender({
  clockAtMs = (atMs) => 1_700_000_000_000 + atMs,
  soundAtMs = (atMs) => atMs,
}: {
  clockAtMs?: (atMs: number) => number;
  /** The sound's own RTP time. */
  soundAtMs?: (atMs: number) => number;
}) {
  const sound: AudioSample[] = [];
  let jumps = 0;
  let nowMs = START_MS;
  const intake = new SourceIntake({
    hasAudio: true,
    startsAtNewest: false,
    programTimeMs: (at) => at - START_MS,
    events: {
      starting: (arrivedMs) => arrivedMs - START_MS,
      started: () => {},
      picture: () => {},
      sound: (sample) => void sound.push(sample),
      requestKeyframe: () => {},
      jumped: () => {
        jumps += 1;
      },
    },
  });
  const report = (kind: 'audio' | 'video', atMs: number) =>
    intake.report(kind, { ntpMs: clockAtMs(atMs), rtpTimestamp: kind === 'video' ? atMs * 90 : (soundAtMs(atMs) * 48) % 2 ** 32 });
  let pictures = 0;
  for (let at = 0; at < 12_000; at += 20) {
    nowMs = START_MS + at;
    if (at % 2_000 === 0) report('audio', at);
    if (at % 500 === 240) report('video', at);
    intake.rtp('audio', rtp('audio', at / 20, (soundAtMs(at) * 48) % 2 ** 32, noise(at / 20)), nowMs);
    if (at % 40 === 0) {
      const nals = keyframe?.nals ?? [];
      for (const set of [keyframe?.sps, keyframe?.pps, ...nals]) {
        if (set) intake.rtp('video', rtp('video', pictures++, at * 90, set), nowMs);
      }
    }
    intake.tick(nowMs);
  }
  intake.close();
  return { sound, jumps };
}

function expectWithoutHoles(sound: readonly AudioSample[]): void {
  expect(new Set(sound.slice(1).map(({ time }, index) => time - (sound[index]?.time ?? 0)))).toEqual(new Set([1_024]));
}

describe('a sender whose own clock is set while it sends', () => {
  it.each([
    ['is not touched', 0],
    ['an hour ahead', HOUR_MS],
    ['an hour back', -HOUR_MS],
    ['ten seconds ahead', 10_000],
  ])('%s, is heard all along, in its place', (_, byMs) => {
    // Sound's report tells of it first, and picture's half a second later.
    const { sound, jumps } = newSender({ clockAtMs: (atMs) => 1_700_000_000_000 + atMs + (atMs >= 4_000 ? byMs : 0) });
    expect(jumps).toBe(0);
    const heard = sound.filter(({ data }) => data.length > HEARD_BYTES);
    expect(heard.length / sound.length).toBeGreaterThan(0.95);
    expectWithoutHoles(sound);
    expect((sound.at(-1)?.time ?? 0) / 48).toBeGreaterThan(11_500);
    expect((sound.at(-1)?.time ?? 0) / 48).toBeLessThan(12_000);
  });

  it('or whose sound begins a count of its own, is silent until its next report, and heard in its place then', () => {
    const began = performance.now();
    const { sound } = newSender({ soundAtMs: (atMs) => atMs + (atMs >= 5_000 ? HOUR_MS : 0) });
    expect(performance.now() - began).toBeLessThan(10_000);
    const heardAt = sound.filter(({ data }) => data.length > HEARD_BYTES).map(({ time }) => time / 48);
    // Its reports come at 4, 6 and 8 s.
    expect(heardAt.filter((ms) => ms < 4_900).length).toBeGreaterThan(220);
    expect(heardAt.filter((ms) => ms > 6_500).length).toBeGreaterThan(230);
    expectWithoutHoles(sound);
    expect((sound.at(-1)?.time ?? 0) / 48).toBeLessThan(12_000);
  });
});

describe('where a program begins', () => {
  /** @param arrivesMs when what was sent at a moment comes; @returns where the first picture, sent at 0, stands against its sending, ms */
  function beginningOf(arrivesMs: (sentMs: number) => number): number {
    let dueMs = Number.NaN;
    const intake = new SourceIntake({
      hasAudio: false,
      startsAtNewest: false,
      programTimeMs: (at) => at - START_MS,
      events: {
        starting: (at) => {
          dueMs = at;
          return at - START_MS;
        },
        started: () => {},
        picture: () => {},
        sound: () => {},
        requestKeyframe: () => {},
        jumped: () => {},
      },
    });
    let sequence = 0;
    for (let sentMs = 0; sentMs < 1_000; sentMs += 40) {
      const nowMs = START_MS + arrivesMs(sentMs);
      const payloads = [keyframe?.sps, keyframe?.pps, ...(keyframe?.nals ?? [])].flatMap((nal) => nal ?? []);
      for (const payload of payloads) intake.rtp('video', rtp('video', sequence++, sentMs * 90, payload), nowMs);
      if (sentMs === 520) intake.report('video', { ntpMs: sentMs, rtpTimestamp: sentMs * 90 });
      intake.tick(nowMs);
    }
    intake.close();
    return dueMs - START_MS;
  }

  it('is where its first picture was due, though the line held it up', () => {
    expect(beginningOf((sentMs) => sentMs + 30)).toBe(30);
    // A keyframe fills the queue, which is empty again after half a second.
    expect(beginningOf((sentMs) => Math.max(sentMs, 450) + 30)).toBe(30);
  });

  it('is at most a second before the first picture came, whatever time the sender leaps to', () => {
    expect(beginningOf((sentMs) => (sentMs < 200 ? sentMs + 2_000 : sentMs))).toBe(1_000);
  });
});
