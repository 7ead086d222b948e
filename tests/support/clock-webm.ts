import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FPS = 25;
/** Brightness grows by this much a picture, so that a picture says which one it is. */
const FIRST = 20;

/** As a studio's own recording is: H.264 baseline with a keyframe every hundred pictures, and Opus. Each picture is brighter than the one before; noise makes it as heavy as a camera's. @param ms below 8 s */
export async function clockWebm(ms: number): Promise<Buffer> {
  const dir = await mkdtemp(join(tmpdir(), 'gangbo-webm-'));
  const seconds = String(ms / 1000);
  const file = join(dir, 'kept.webm');
  const picture = `color=black:size=320x180:rate=${FPS},format=yuv420p,geq=lum='${FIRST}+N':cb=128:cr=128,noise=c0s=12:c0f=t`;
  try {
    // biome-ignore format: one option and its value a line would say no more
    await run('ffmpeg', [
      '-v', 'error', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', 'sine=440:sample_rate=48000', '-t', seconds,
      '-c:v', 'libx264', '-profile:v', 'baseline', '-g', '100', '-qp', '30', '-c:a', 'libopus', '-f', 'matroska', file,
    ]);
    return await readFile(file);
  } finally {
    await rm(dir, { recursive: true });
  }
}

export interface SeenPicture {
  /** In the file, ms. */
  readonly atMs: number;
  /** 0–255, the mean. */
  readonly brightness: number;
}

/** Every picture of a file, as it is shown. */
export async function picturesOf(file: string): Promise<SeenPicture[]> {
  const filter = 'signalstats,metadata=mode=print:key=lavfi.signalstats.YAVG:file=-';
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', file, '-an', '-vf', filter, '-fps_mode', 'passthrough', '-f', 'null', '-'], {
    maxBuffer: 2 ** 26,
  });
  return [...stdout.matchAll(/pts_time:([\d.]+)\s+lavfi\.signalstats\.YAVG=([\d.]+)/g)].map(([, at, mean]) => ({
    atMs: Number(at) * 1000,
    brightness: Number(mean),
  }));
}

/** How far into the clock a picture is, ms. */
export const clockOf = ({ brightness }: SeenPicture): number => ((brightness - FIRST) / FPS) * 1000;
