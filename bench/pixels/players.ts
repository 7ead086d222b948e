// A thousand protocol players in a process of their own, so that their processor time is not the product's.
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { answering, cpuMs, nowMs } from '../lib/messages.ts';
import { ProtocolPlayer } from './protocol-player.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let players: ProtocolPlayer[] = [];
let cpu = process.cpuUsage();

/** When each player had verified and applied a manifest with the posting. */
let awaited: { postingId: string; at: number[] } | undefined;
/** When each player heard of the posting's end, or of the slate. */
const heard = new Map<string, number[]>();

const patienceMs = 60_000;

async function complete(list: () => readonly number[]): Promise<void> {
  const deadline = nowMs() + patienceMs;
  while (list().length < players.length && nowMs() < deadline) await delay(5);
}

answering({
  key: () => ({ publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64url') }),
  async connect({ base, screenIds }) {
    players = (screenIds as string[]).map((screenId) => new ProtocolPlayer({ base: String(base), screenId, key: pair.privateKey }));
    for (let from = 0; from < players.length; from += 50) {
      const some = players.slice(from, from + 50);
      await Promise.all(some.map((player) => player.start()));
    }
    for (const player of players) {
      player.onApplied = (manifest) => {
        const { postingId, at } = awaited ?? {};
        if (postingId === undefined || at === undefined) return;
        const shows = manifest.slides.some((slide) => slide.kind === 'jobs' && slide.rows.some((row) => row.postingId === postingId));
        if (shows) at.push(nowMs());
      };
      player.onEvent = (event) => {
        if (event.type === 'posting' && event.status === 'closed') note(`closed ${event.postingId}`);
        if (event.type === 'takeover') note(`${event.until === null ? 'lifted' : 'raised'} ${event.id}`);
      };
    }
    return { connected: players.length, holding: players.filter((player) => player.held !== undefined).length };
  },
  expect({ postingId }) {
    awaited = { postingId: String(postingId), at: [] };
    return {};
  },
  async applied() {
    await complete(() => awaited?.at ?? []);
    return { at: awaited?.at ?? [], refused: players.reduce((sum, player) => sum + player.refused, 0) };
  },
  async heard({ what }) {
    await complete(() => heard.get(String(what)) ?? []);
    return { at: heard.get(String(what)) ?? [] };
  },
  startCpu() {
    cpu = process.cpuUsage();
    return {};
  },
  readCpu: () => cpuMs(cpu),
});

function note(what: string): void {
  const at = heard.get(what);
  if (at) at.push(nowMs());
  else heard.set(what, [nowMs()]);
}
