// Many viewers over HLS, as hls.js asks: each waits with a blocking reload for the next part, and fetches it. Or, against plain files, asks for the same
// bytes as often. A process of its own, so that its work is told from the server's.
import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { answering, nowMs } from '../lib/messages.ts';

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const TEXT = 'utf8';

interface Counted {
  parts: number;
  bytes: number;
  errors: number;
  /** How long after its last picture was due a part was in a client's hands, ms. */
  ages: number[];
}

let running = false;
let counted: Counted = fresh();

function fresh(): Counted {
  return { parts: 0, bytes: 0, errors: 0, ages: [] };
}

function fetchBytes(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(Buffer.concat(chunks));
        else reject(new Error(`${answer.statusCode}`));
      });
      answer.on('error', reject);
    }).on('error', reject);
  });
}

/** Last part's name, and when its last picture was due. */
function newest(text: string): { uri: string; next: { segment: number; part: number }; endMs: number } | undefined {
  const dated = text.lastIndexOf('#EXT-X-PROGRAM-DATE-TIME:');
  const tail = text.slice(dated);
  const startMs = Date.parse(tail.slice(25, 49));
  const parts = [...tail.matchAll(/#EXT-X-PART:DURATION=([\d.]+),URI="([^"]+)"/g)];
  const last = parts.at(-1);
  const name = /s(\d+)\.(\d+)\.m4s$/.exec(last?.[2] ?? '');
  if (!last?.[2] || !name) return undefined;
  const isComplete = tail.includes('#EXTINF');
  const [segment, part] = [Number(name[1]), Number(name[2])];
  return {
    uri: last[2],
    next: isComplete ? { segment: segment + 1, part: 0 } : { segment, part: part + 1 },
    endMs: startMs + parts.reduce((sum, [, duration]) => sum + Number(duration) * 1000, 0),
  };
}

async function liveViewer(base: string): Promise<void> {
  let at = newest((await fetchBytes(`${base}/video.m3u8`)).toString(TEXT));
  while (running) {
    try {
      const query = at ? `?_HLS_msn=${at.next.segment}&_HLS_part=${at.next.part}&_HLS_skip=YES` : '';
      at = newest((await fetchBytes(`${base}/video.m3u8${query}`)).toString(TEXT));
      if (!at) continue;
      const bytes = await fetchBytes(`${base}/${at.uri}`);
      counted.ages.push(nowMs() - at.endMs);
      counted.parts += 1;
      counted.bytes += bytes.length;
    } catch {
      if (running) counted.errors += 1;
      await delay(200);
    }
  }
}

async function fileViewer(base: string, everyMs: number): Promise<void> {
  await delay(Math.random() * everyMs);
  let nextMs = nowMs();
  while (running) {
    try {
      await fetchBytes(`${base}/list.m3u8`);
      counted.bytes += (await fetchBytes(`${base}/part.m4s`)).length;
      counted.parts += 1;
    } catch {
      if (running) counted.errors += 1;
    }
    nextMs += everyMs;
    await delay(Math.max(nextMs - nowMs(), 0));
  }
}

answering({
  async watch({ base, count, everyMs }) {
    running = true;
    for (let n = 0; n < Number(count); n += 1) {
      if (everyMs === undefined) void liveViewer(String(base));
      else void fileViewer(String(base), Number(everyMs));
      // Not all in one turn: nobody's show begins like that.
      if (n % 20 === 19) await delay(50);
    }
    return {};
  },
  clear() {
    counted = fresh();
    return {};
  },
  counted: () => counted,
  stop() {
    running = false;
    return {};
  },
});
