import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecorderPage } from '#tests/fixtures/live-page/recorder.ts';
import { readPictures } from '../../../bench/recording/read-back.ts';
import { cutWebm, lengthOfWebm } from '../../../studio/src/lib/missed/webm-cut.ts';
import { BARS_WRAP_MS } from '../../../studio/src/lib/program/time-bars.ts';
import { openStage, type Stage, until } from './live-stage.ts';

declare const recorder: RecorderPage;

describe('the studio’s own recording', () => {
  let stage: Stage;
  let studio: Page;
  let dir: string;
  let bytes: Buffer;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gangbo-local-'));
    stage = await openStage();
    studio = await stage.open('recorder');
    await studio.evaluate(() => recorder.start());
    await until('some seconds of it', () => studio.evaluate(() => recorder.written > 1_500_000), 60_000);
    bytes = Buffer.from(await studio.evaluate(() => recorder.read()), 'base64');
  }, 90_000);
  afterAll(async () => {
    await stage?.close();
    await rm(dir, { recursive: true, force: true });
  });

  const source = () => ({
    size: bytes.length,
    read: async (from: number, to: number) => new Uint8Array(bytes.subarray(from, to)).buffer,
  });
  const picturesOf = async (name: string, content: Buffer) => {
    const file = join(dir, name);
    await writeFile(file, content);
    return await readPictures(file);
  };

  it('can be read while it is written, and says how long it is', async () => {
    const pictures = await picturesOf('whole.webm', bytes);
    const length = await lengthOfWebm(source());
    // The last block may be the sound's.
    expect(Math.abs((length?.ms ?? 0) - (pictures.at(-1)?.ptsMs ?? Number.NaN))).toBeLessThan(150);
  });

  it('knows when its first picture was taken, as the pictures themselves say', async () => {
    const pictures = await picturesOf('whole.webm', bytes);
    const offs = pictures.flatMap(({ ptsMs, momentMs }) => (momentMs === undefined ? [] : [momentMs - ptsMs])).toSorted((a, b) => a - b);
    const took = offs[offs.length >> 1] ?? Number.NaN;
    const { beganMs = Number.NaN, askedMs } = await studio.evaluate(() => ({ beganMs: recorder.beganMs, askedMs: recorder.askedMs }));
    const off = (beganMs % BARS_WRAP_MS) - took;
    console.log(
      `first picture ${(took - (askedMs % BARS_WRAP_MS)).toFixed(0)} ms after it was asked for; known to ${off.toFixed(0)} ms; spread ${((offs.at(-1) ?? 0) - (offs[0] ?? 0)).toFixed(0)} ms of ${offs.length}`,
    );
    expect(Math.abs(off)).toBeLessThan(150);
  });

  it('gives a stretch of it, from the keyframe before', async () => {
    const ranges = await cutWebm(source(), { fromMs: 4_500, toMs: 6_000 });
    const cut = Buffer.concat((ranges ?? []).map(({ from, to }) => bytes.subarray(from, to)));
    const pictures = await picturesOf('cut.webm', cut);
    expect(pictures[0]?.ptsMs).toBeLessThanOrEqual(4_500);
    expect(pictures.at(-1)?.ptsMs).toBeGreaterThan(6_000);
  });
});
