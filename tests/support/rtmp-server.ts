import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, MissingServer, type RunningServer, stopChild, untilAnswers } from './running-server.ts';

export interface RtmpServer extends RunningServer {
  port: number;
  /** Names that somebody publishes now. */
  publishing(): Promise<string[]>;
  /** The file into which a name that was published is recorded. */
  recording(name: string): Promise<string>;
}

const MODULE = '/usr/lib/nginx/modules/ngx_rtmp_module.so';

/** Debian's nginx with its RTMP module, as a platform that takes shows. A stream named `stranger` is turned away. */
export async function startRtmp(): Promise<RtmpServer> {
  const dir = await mkdtemp(join(tmpdir(), 'gangbo-rtmp-'));
  const [port, httpPort] = [await freePort(), await freePort()];
  await writeFile(join(dir, 'nginx.conf'), configOf({ dir, port, httpPort }));
  const child = spawn('nginx', ['-p', dir, '-e', join(dir, 'error.log'), '-c', join(dir, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stat = async () => {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/stat`);
    if (!answer.ok) throw new Error(`nginx says ${answer.status}`);
    return await answer.text();
  };
  try {
    await untilAnswers('nginx', child, async () => void (await stat()));
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? new MissingServer('nginx libnginx-mod-rtmp', error)
      : error;
  }
  return {
    url: `rtmp://127.0.0.1:${port}/live`,
    port,
    child,
    async publishing() {
      const streams = [...(await stat()).matchAll(/<stream>.*?<\/stream>/gs)].map(([text]) => text);
      return streams.filter((text) => text.includes('<publishing/>')).flatMap((text) => /<name>([^<]*)<\/name>/.exec(text)?.[1] ?? []);
    },
    async recording(name) {
      const found = (await readdir(dir)).filter((file) => file.startsWith(`${name}-`) && file.endsWith('.flv')).sort();
      const last = found.at(-1);
      if (!last) throw new Error(`nothing of ${name} arrived`);
      return join(dir, last);
    },
    async stop() {
      await stopChild(child, 'SIGTERM');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const configOf = ({ dir, port, httpPort }: { dir: string; port: number; httpPort: number }) => `
load_module ${MODULE};
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
master_process off;
pid ${dir}/nginx.pid;
events { worker_connections 64; }
rtmp {
  server {
    listen 127.0.0.1:${port};
    notify_method get;
    application live {
      live on;
      on_publish http://127.0.0.1:${httpPort}/may-publish;
      record all;
      record_path ${dir};
      record_unique on;
    }
  }
}
http {
  access_log off;
  client_body_temp_path ${dir}/body;
  proxy_temp_path ${dir}/proxy;
  fastcgi_temp_path ${dir}/fastcgi;
  uwsgi_temp_path ${dir}/uwsgi;
  scgi_temp_path ${dir}/scgi;
  server {
    listen 127.0.0.1:${httpPort};
    location = /may-publish {
      if ($arg_name = stranger) { return 403; }
      return 200;
    }
    location = /stat { rtmp_stat all; }
  }
}
`;
