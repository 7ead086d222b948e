import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { canvases } from '../../studio/src/lib/program/canvas.ts';
import { TIME_BARS } from '../../studio/src/lib/program/test-picture.ts';
import { BARS, momentOf } from '../../studio/src/lib/program/time-bars.ts';

const run = promisify(execFile);

const SAMPLE_RATE = 48_000;
/** Of full scale: the tone is at a tenth, the noise of a codec far below. */
const LOUD = 0.02;
/** Silence before a tone, at least: its own wave crosses zero all the time. */
const QUIET_MS = 60;

export interface ReadPicture {
  /** When it is to be shown, ms. */
  readonly ptsMs: number;
  /** When the host painted it: its own clock, modulo BARS_WRAP_MS; undefined where the bars can't be read. */
  readonly momentMs: number | undefined;
}

/** How many pictures ffprobe counts, and which are shown when. */
export async function picturesOf(file: string): Promise<number[]> {
  return await ptsOf(file, 'v:0');
}

/** Reads from each recorded picture when it was painted. */
export async function readPictures(file: string): Promise<ReadPicture[]> {
  const times = await ptsOf(file, 'v:0');
  const crop = `crop=${TIME_BARS.width}:${TIME_BARS.height - 16}:${TIME_BARS.x}:${TIME_BARS.y + 8}`;
  const width = BARS * 4;
  const filter = `scale=${canvases.landscape.width}:${canvases.landscape.height},${crop},scale=${width}:1:flags=area,format=gray`;
  const raw = await decode([
    '-i',
    file,
    '-map',
    '0:v:0',
    '-fps_mode',
    'passthrough',
    '-enc_time_base',
    '-1',
    '-vf',
    filter,
    '-f',
    'rawvideo',
    '-',
  ]);
  return times.map((ptsMs, index) => {
    const row = raw.subarray(index * width, (index + 1) * width);
    return { ptsMs, momentMs: momentOf(Array.from({ length: BARS }, (_, bar) => row[bar * 4 + 2] ?? 0)) };
  });
}

/** When each tone begins in the recorded sound, ms on the file's clock. */
export async function readTones(file: string): Promise<number[]> {
  const [startMs = 0] = await ptsOf(file, 'a:0');
  const raw = await decode(['-i', file, '-map', '0:a:0', '-ac', '1', '-ar', String(SAMPLE_RATE), '-f', 's16le', '-']);
  const tones: number[] = [];
  let quietSince = 0;
  for (let index = 0; index * 2 + 1 < raw.length; index += 1) {
    if (Math.abs(raw.readInt16LE(index * 2)) / 32_768 < LOUD) continue;
    if ((index - quietSince) / SAMPLE_RATE >= QUIET_MS / 1000) tones.push(startMs + (index / SAMPLE_RATE) * 1000);
    quietSince = index;
  }
  return tones;
}

async function ptsOf(file: string, stream: string): Promise<number[]> {
  const { stdout } = await run(
    'ffprobe',
    ['-v', 'error', '-select_streams', stream, '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', file],
    { maxBuffer: 2 ** 28 },
  );
  return stdout
    .split('\n')
    .map((line) => Number.parseFloat(line) * 1000)
    .filter(Number.isFinite);
}

async function decode(args: string[]): Promise<Buffer> {
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  for await (const chunk of ffmpeg.stdout) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
