import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, stopChild, untilAnswers } from '#tests/support/running-server.ts';

const RTMP_MODULE = '/usr/lib/nginx/modules/ngx_rtmp_module.so';
/** As long as our own segments. */
const SEGMENT_S = 2;

export interface HlsPeer {
  readonly name: string;
  readonly url: string;
  readonly pids: number[];
  close(): Promise<void>;
}

/** Debian's nginx with its RTMP module, and FFmpeg: both get our own parts, not a picture of their own. @returns none where they are missing */
export async function openPeers(feedPort: number): Promise<HlsPeer[]> {
  const nginx = await openNginx();
  if (!nginx) return [];
  return [await ffmpegMuxer(nginx, feedPort), await rtmpModule(nginx, feedPort)];
}

interface Nginx {
  readonly folder: string;
  readonly httpPort: number;
  readonly rtmpPort: number;
  readonly child: ChildProcess;
  users: number;
}

async function openNginx(): Promise<Nginx | undefined> {
  if (!existsSync('/usr/sbin/nginx') || !existsSync(RTMP_MODULE)) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'gangbo-bench-hls-'));
  await Promise.all(['ffmpeg', 'rtmp', 'tmp'].map((name) => mkdir(join(folder, name))));
  const [httpPort, rtmpPort] = [await freePort(), await freePort()];
  await writeFile(join(folder, 'nginx.conf'), configuration({ folder, httpPort, rtmpPort }));
  const child = spawn('/usr/sbin/nginx', ['-c', join(folder, 'nginx.conf'), '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] });
  await untilAnswers('nginx', child, async () => void (await fetch(`http://127.0.0.1:${httpPort}/`)));
  return { folder, httpPort, rtmpPort, child, users: 2 };
}

const configuration = ({ folder, httpPort, rtmpPort }: { folder: string; httpPort: number; rtmpPort: number }) => `
load_module ${RTMP_MODULE};
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events { worker_connections 512; }
rtmp {
  access_log off;
  server {
    listen 127.0.0.1:${rtmpPort};
    application live {
      live on;
      hls on;
      hls_path ${folder}/rtmp;
      hls_fragment ${SEGMENT_S}s;
      hls_playlist_length ${SEGMENT_S * 6}s;
    }
  }
}
http {
  access_log off;
  client_body_temp_path ${folder}/tmp;
  types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; video/mp4 mp4 m4s; }
  server {
    listen 127.0.0.1:${httpPort};
    root ${folder};
    add_header access-control-allow-origin *;
    add_header cache-control no-cache;
  }
}
`;

/** As little delay on the way in as FFmpeg can do. */
const input = (feedPort: number) => [
  '-v',
  'error',
  '-fflags',
  'nobuffer',
  '-probesize',
  '65536',
  '-analyzeduration',
  '0',
  '-i',
  `tcp://127.0.0.1:${feedPort}`,
];

async function ffmpegMuxer(nginx: Nginx, feedPort: number): Promise<HlsPeer> {
  const list = join(nginx.folder, 'ffmpeg', 'live.m3u8');
  const output = [
    '-f',
    'hls',
    '-hls_time',
    String(SEGMENT_S),
    '-hls_list_size',
    '6',
    '-hls_segment_type',
    'fmp4',
    '-hls_flags',
    'delete_segments',
  ];
  const ffmpeg = startFfmpeg([...input(feedPort), '-c', 'copy', ...output, list]);
  return peer(`FFmpeg’s HLS muxer (${SEGMENT_S} s segments)`, nginx, ffmpeg, 'ffmpeg/live.m3u8');
}

async function rtmpModule(nginx: Nginx, feedPort: number): Promise<HlsPeer> {
  const ffmpeg = startFfmpeg([...input(feedPort), '-c', 'copy', '-f', 'flv', `rtmp://127.0.0.1:${nginx.rtmpPort}/live/show`]);
  return peer(`nginx-rtmp’s HLS (${SEGMENT_S} s fragments)`, nginx, ffmpeg, 'rtmp/show.m3u8');
}

const startFfmpeg = (args: string[]) => spawn('ffmpeg', args, { stdio: ['ignore', 'ignore', 'inherit'] });

async function peer(name: string, nginx: Nginx, ffmpeg: ChildProcess, path: string): Promise<HlsPeer> {
  const url = `http://127.0.0.1:${nginx.httpPort}/${path}`;
  // Three segments: what a player of this kind wants before it starts.
  await untilAnswers(name, ffmpeg, async () => {
    const text = await (await fetch(url)).text();
    if ((text.match(/#EXTINF/g)?.length ?? 0) < 3) throw new Error('not three segments yet');
  });
  return {
    name,
    url,
    pids: [ffmpeg.pid, nginx.child.pid].filter((pid) => pid !== undefined),
    async close() {
      await stopChild(ffmpeg, 'SIGKILL');
      nginx.users -= 1;
      if (nginx.users > 0) return;
      await stopChild(nginx.child, 'SIGTERM');
      await rm(nginx.folder, { recursive: true, force: true });
    },
  };
}
