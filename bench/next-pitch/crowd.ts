// Phones without a glass: each holds a show's event stream open as the page does, and takes down when it hears of a step. A process of its own.
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { answering, nowMs } from '../lib/messages.ts';

/** One address holds 500 streams at most: these phones come from several, as a city's do. */
const ADDRESSES = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'] as const;
const AT_ONCE = 25;

const open: ClientRequest[] = [];
let lost = 0;
/** By the step's number: when each phone heard of it. */
const heard = new Map<number, number[]>();

function hear(block: string): void {
  if (!/^event: pitch$/m.test(block)) return;
  const { seq } = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}') as { seq: number };
  const times = heard.get(seq);
  if (times) times.push(nowMs());
  else heard.set(seq, [nowMs()]);
}

function follow(stream: IncomingMessage): void {
  stream.setEncoding('utf8');
  let rest = '';
  stream.on('data', (chunk: string) => {
    rest += chunk;
    for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
      hear(rest.slice(0, end));
      rest = rest.slice(end + 2);
    }
  });
  stream.once('close', () => {
    lost += 1;
  });
}

function listen(url: string, localAddress: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { agent: false, localAddress }, (stream) => {
      if (stream.statusCode !== 200) return reject(new Error(`events: ${stream.statusCode}`));
      follow(stream);
      resolve();
    });
    asking.once('error', reject);
    asking.end();
    open.push(asking);
  });
}

answering({
  async open({ url, count }) {
    for (let from = 0; from < Number(count); from += AT_ONCE) {
      const some = Array.from(
        { length: Math.min(AT_ONCE, Number(count) - from) },
        (_, n) => ADDRESSES[(from + n) % ADDRESSES.length] ?? '127.0.0.1',
      );
      await Promise.all(some.map((address) => listen(String(url), address)));
    }
    return { open: open.length };
  },
  /** Waits until every phone has heard of the next step after this one. */
  async heard({ after, count, withinMs }) {
    const end = nowMs() + Number(withinMs);
    for (;;) {
      const [step] = [...heard].filter(([seq]) => seq > Number(after)).sort(([a], [b]) => a - b);
      if (step && step[1].length >= Number(count)) return { seq: step[0], at: step[1] };
      if (nowMs() > end) return { seq: step?.[0] ?? Number(after), at: step?.[1] ?? [] };
      await delay(5);
    }
  },
  counted: () => ({ lost }),
});
