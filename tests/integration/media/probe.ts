import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Probed {
  /** Codecs, in order. */
  streams: string[];
  /** When each picture and each sound is to be presented, s, in order. */
  pictures: number[];
  sounds: number[];
  isFragmented: boolean;
}

interface Said {
  streams: { codec_name: string; codec_type: string; index: number }[];
  packets: { stream_index: number; pts_time: string }[];
}

/** What ffprobe finds in a file. @throws when it complains */
export async function probe(file: string): Promise<Probed> {
  const { stdout, stderr } = await run('ffprobe', ['-v', 'error', '-show_streams', '-show_packets', '-of', 'json', file], {
    maxBuffer: 2 ** 28,
  });
  if (stderr !== '') throw new Error(stderr);
  const said: Said = JSON.parse(stdout);
  const timesOf = (type: string) => {
    const index = said.streams.find(({ codec_type }) => codec_type === type)?.index;
    return said.packets.filter(({ stream_index }) => stream_index === index).map(({ pts_time }) => Number(pts_time));
  };
  return {
    streams: said.streams.map(({ codec_name }) => codec_name),
    pictures: timesOf('video'),
    sounds: timesOf('audio'),
    isFragmented: (await readFile(file)).includes('moof'),
  };
}

/** Decodes every picture and sound, on the file's own clock: in whole frames two close pictures would be one. @returns what FFmpeg complains of: nothing where all is well */
export async function decode(file: string): Promise<string> {
  const { stderr } = await run('ffmpeg', [
    '-v',
    'error',
    '-i',
    file,
    '-fps_mode',
    'passthrough',
    '-enc_time_base',
    '-1',
    '-f',
    'null',
    '-',
  ]);
  return stderr;
}
