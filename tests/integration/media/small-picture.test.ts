import { describe, expect, it } from 'vitest';
import { readPictures } from '#server/media/fmp4/read-part.ts';
import { HlsRenditions } from '#server/media/hls/hls-renditions.ts';
import type { ProgramPart } from '#server/media/packager/program-sink.ts';
import { SmallPicture, smallSize } from '#server/media/small/small-picture.ts';
import { slateProgram } from '#tests/fixtures/slate-parts.ts';

describe('the picture of 360 lines', () => {
  it.each([
    [1280, 720, 640, 360],
    [720, 1280, 360, 640],
    [854, 480, 640, 360],
  ])('of %i × %i is %i × %i', (width, height, smallWidth, smallHeight) => {
    expect(smallSize({ width, height })).toEqual({ width: smallWidth, height: smallHeight });
  });

  it('is part for part the program’s: same numbers, same moments, same keyframes, same sound', async () => {
    const program = slateProgram();
    const parts = program.until(8_000);
    const made: ProgramPart[] = [];
    const dropped: unknown[] = [];
    const small = new SmallPicture({ to: { part: (part) => made.push(part), end: () => {} }, dropped: (why) => dropped.push(why) });
    for (const part of parts) {
      small.part(part);
      await small.settled();
    }
    small.end();
    await small.settled();
    program.close();
    expect(dropped).toEqual([]);
    const told = ({ segment, index, isLast, isIndependent, timeMs, durationMs }: ProgramPart) => [
      ...[segment, index, isLast, isIndependent, timeMs, durationMs],
    ];
    expect(made.map(told)).toEqual(parts.map(told));
    const moments = (all: ProgramPart[]) =>
      all.flatMap(({ bytes }) => readPictures(bytes).map(({ time, isKeyframe }) => [time, isKeyframe]));
    expect(moments(made)).toEqual(moments(parts));
    made.forEach((part, at) => {
      expect(part.sound).toBe(parts[at]?.sound);
    });
    expect(made[0]?.map).toMatchObject({ width: 640, height: 360, codecs: expect.stringMatching(/^avc1\.42C0/) });
  });

  it('is given up when the machine is far behind, said once, and no longer listed; the others go on', async () => {
    const program = slateProgram();
    const dropped: unknown[] = [];
    const hls = new HlsRenditions({
      ...{ firstSegment: 0, firstDiscontinuity: 0, folder: 'x', epochMs: () => 0 },
      small: { dropped: (why) => dropped.push(why) },
    });
    // Opened at once, and watched already.
    const waiting = Promise.all([hls.multivariant(), hls.multivariant()]);
    const reload = hls.small?.playlist({ segment: 0, part: 0 }, false);
    // Nobody asks how far it is: all of it comes at once, as to a machine that stands still.
    for (const part of program.until(20_000)) hls.part(part);
    program.close();
    expect(dropped).toHaveLength(1);
    expect(hls.small).toBeUndefined();
    const multivariant = await hls.multivariant();
    expect(multivariant.ok && multivariant.body).not.toContain('small.m3u8');
    expect(multivariant.ok && multivariant.body).toContain('video.m3u8');
    for (const each of await waiting) expect(each.ok && each.body).toBe(multivariant.ok && multivariant.body);
    expect(await reload).toEqual({ ok: false, why: 'missing' });
    expect(hls.video.reportAs('v')[0]?.segment).toBeGreaterThan(5);
    hls.end();
  });
});
