import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPictures } from '../h264/annex-b.ts';
import type { AccessUnit } from '../h264/depacketizer.ts';
import { HlsOrigin } from '../hls/hls-origin.ts';
import { PART_TARGET_S } from '../hls/playlist.ts';
import { Packager } from './packager.ts';
import type { ProgramPart } from './program-sink.ts';

/** An IDR and five pictures behind it. */
const picturesOf = (name: 'baseline' | 'cabac') => readPictures(readFileSync(join(import.meta.dirname, `../h264/testing/${name}.h264`)));
const pictures = picturesOf('baseline');

/** A sender's packets: parameter sets in a STAP-A before each IDR (RFC 6184), one packet a picture. */
class Sender {
  #sequence = 0;

  packetsOf({ nals, sps, pps, isKeyframe }: AccessUnit, atMs: number): Buffer[] {
    const sets = isKeyframe && sps && pps ? [Buffer.concat([Buffer.from([0x78]), sized(sps), sized(pps)])] : [];
    return [...sets.map((payload) => this.#packet(payload, atMs, false)), ...nals.map((nal) => this.#packet(nal, atMs, true))];
  }

  #packet(payload: Buffer, atMs: number, isLast: boolean): Buffer {
    const head = Buffer.alloc(12);
    head.writeUInt8(0x80, 0);
    head.writeUInt8((isLast ? 0x80 : 0) | 96, 1);
    head.writeUInt16BE(this.#sequence++, 2);
    head.writeUInt32BE(atMs * 90, 4);
    head.writeUInt32BE(1, 8);
    return Buffer.concat([head, payload]);
  }
}

function sized(nal: Buffer): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(nal.length);
  return Buffer.concat([size, nal]);
}

describe('a program from a machine that chokes', () => {
  /** When its pictures come, ms: steady, a hole of 0.7 s, slow, a hole of 2 s, steady. */
  const times = [0, 40, 80, 120, 160, 200, 900, 940, 980, 1280, 1580, 1880, 3900, 3940, 3980, 4020, 4060, 4100];

  it('goes out in parts within PART-TARGET, with sound all along and no hole', async () => {
    let nowMs = 1_000_000;
    const parts: ProgramPart[] = [];
    const problems: string[] = [];
    const hls = new HlsOrigin({ firstSegment: 5, firstDiscontinuity: 0, folder: 'r', epochMs: () => 0, partTargetS: PART_TARGET_S });
    const packager = new Packager({
      sinks: [hls, { part: (part) => parts.push(part), end: () => {} }],
      firstSegment: 5,
      now: () => nowMs,
      onProblem: (what) => problems.push(what),
      onSourceJumped: () => problems.push('jumped'),
      onClock: () => {},
    });
    const intake = packager.openSource({ hasAudio: false, requestKeyframe: () => {} });
    intake.report('video', { ntpMs: 0, rtpTimestamp: 0 });
    const sender = new Sender();
    times.forEach((atMs, i) => {
      nowMs = 1_000_000 + atMs;
      const picture = pictures[i % pictures.length];
      if (picture) for (const packet of sender.packetsOf(picture, atMs)) intake.rtp('video', packet, nowMs);
      intake.tick(nowMs);
    });
    packager.close();

    expect(problems).toEqual([]);
    expect(Math.max(...parts.map((part) => part.durationMs))).toBeLessThanOrEqual(PART_TARGET_S * 1000);
    parts.slice(1).forEach((part, index) => {
      const before = parts[index];
      expect(part.timeMs).toBeCloseTo((before?.timeMs ?? 0) + (before?.durationMs ?? 0), 6);
    });
    expect(parts[0]).toMatchObject({ segment: 5, timeMs: 0, isIndependent: true });
    expect((parts.at(-1)?.timeMs ?? 0) + (parts.at(-1)?.durationMs ?? 0)).toBeGreaterThanOrEqual(4_100);
    const answer = await hls.playlist(undefined, false);
    expect(answer.ok && answer.body).toContain('#EXT-X-MEDIA-SEQUENCE:5');
  });
});

/** A packager whose parts and problems are kept, and a source that is opened anew when its time jumps, as a program does. */
function newProgram() {
  let nowMs = 1_000_000;
  const parts: ProgramPart[] = [];
  const problems: string[] = [];
  const packager = new Packager({
    sinks: [{ part: (part) => parts.push(part), end: () => {} }],
    firstSegment: 0,
    now: () => nowMs,
    onProblem: (what) => problems.push(what),
    onSourceJumped: () => {
      problems.push('jumped');
      intake = open();
    },
    onClock: () => {},
  });
  const sender = new Sender();
  const open = () => {
    const opened = packager.openSource({ hasAudio: false, requestKeyframe: () => {} });
    opened.report('video', { ntpMs: 0, rtpTimestamp: 0 });
    return opened;
  };
  let intake = open();
  return {
    parts,
    problems,
    packager,
    /** 25 pictures a second; a keyframe now and then, as they are in the loop. @param sentAheadMs how far the sender's clock is ahead of ours */
    play(given: { fromMs: number; toMs: number; of?: AccessUnit[]; sentAheadMs?: number }) {
      const { of = pictures, sentAheadMs = 0 } = given;
      for (let atMs = given.fromMs, i = 0; atMs < given.toMs; atMs += 40, i += 1) {
        nowMs = 1_000_000 + atMs;
        const picture = of[i % of.length];
        if (picture) for (const packet of sender.packetsOf(picture, atMs + sentAheadMs)) intake.rtp('video', packet, nowMs);
        intake.tick(nowMs);
      }
    },
  };
}

const discontinuities = (parts: readonly ProgramPart[]) => parts.filter((part) => part.startsDiscontinuity);

describe('a program whose sender changes', () => {
  it('to other parameters in the middle, as after a driver’s reset: a new map behind a discontinuity, and time goes on', () => {
    const { parts, problems, packager, play } = newProgram();
    play({ fromMs: 0, toMs: 4_000 });
    play({ fromMs: 4_000, toMs: 8_000, of: picturesOf('cabac') });
    packager.close();
    expect(problems).toEqual([]);
    const [changed, ...others] = discontinuities(parts);
    expect(others).toEqual([]);
    expect(changed).toMatchObject({ index: 0, isIndependent: true, map: { id: 1 } });
    expect(new Set(parts.filter(({ timeMs }) => timeMs < (changed?.timeMs ?? 0)).map(({ map }) => map.id))).toEqual(new Set([0]));
    parts.slice(1).forEach((part, index) => {
      const before = parts[index];
      expect(part.timeMs).toBeCloseTo((before?.timeMs ?? 0) + (before?.durationMs ?? 0), 6);
    });
  });

  it.each([
    ['forward an hour', 3_600_000],
    ['back an hour', -3_600_000],
  ])('its clock, %s: a new stretch at once, on the program’s own clock', (_, sentAheadMs) => {
    const { parts, problems, packager, play } = newProgram();
    play({ fromMs: 4_000_000, toMs: 4_004_000 });
    play({ fromMs: 4_004_000, toMs: 4_008_000, sentAheadMs });
    packager.close();
    expect(problems).toEqual(['jumped']);
    expect(discontinuities(parts)).toHaveLength(1);
    const [first, last] = [parts[0], parts.at(-1)];
    expect((last?.timeMs ?? 0) + (last?.durationMs ?? 0) - (first?.timeMs ?? 0)).toBeGreaterThan(7_500);
    expect((last?.timeMs ?? 0) + (last?.durationMs ?? 0) - (first?.timeMs ?? 0)).toBeLessThanOrEqual(8_000);
    // Nothing is told twice, and no hole is longer than the wait for a keyframe.
    parts.slice(1).forEach((part, index) => {
      const before = parts[index];
      const gap = part.timeMs - (before?.timeMs ?? 0) - (before?.durationMs ?? 0);
      expect(gap).toBeGreaterThanOrEqual(-0.001);
      expect(gap).toBeLessThan(400);
    });
  });
});
