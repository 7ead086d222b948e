// Ten thousand players in a process of their own, so that their processor time is not the product's.
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { beatEveryMs } from '#server/contract/screens.ts';
import { answering, nowMs } from '../lib/messages.ts';
import { cutQuestions, EventPlayer, type Heard } from './event-player.ts';

/** An approved posting, and when it reached whom. */
interface Awaited {
  postingId: string;
  /** When a player was told of the manifest that brought it. */
  told: number[];
  /** When it held that manifest. */
  held: number[];
}

/** What one player has of all this. */
interface Notes {
  /** Announced and perhaps not fetched yet: hash → when. The newest few. */
  announced: Map<string, number>;
  /** How many of the awaited postings it holds. */
  holds: number;
  /** Some of them came by a fetch that was ahead of its news. */
  untold: Awaited[];
}

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const patienceMs = 120_000;
const announcedKept = 4;
/** A server that composes ten thousand boards may let somebody wait too long. */
const attempts = 5;

let players: EventPlayer[] = [];
let beating: NodeJS.Timeout | undefined;
const notes = new Map<EventPlayer, Notes>();
const awaited: Awaited[] = [];
const failures = new Map<string, number>();
let beats: number[] = [];
/** When each came back after the cut. */
let back: number[] | undefined;

const count = (why: string) => failures.set(why, (failures.get(why) ?? 0) + 1);

function notesOf(player: EventPlayer): Notes {
  const known = notes.get(player) ?? { announced: new Map<string, number>(), holds: 0, untold: [] };
  notes.set(player, known);
  return known;
}

const heard: Heard = {
  told(player, hash, atMs) {
    const mine = notesOf(player);
    mine.announced.set(hash, atMs);
    for (const oldest of mine.announced.keys()) {
      if (mine.announced.size <= announcedKept) break;
      mine.announced.delete(oldest);
    }
    if (hash !== player.heldHash) return;
    for (const posting of mine.untold) posting.told.push(atMs);
    mine.untold = [];
  },
  fetched(player, hash, text, atMs) {
    const mine = notesOf(player);
    const toldMs = mine.announced.get(hash);
    for (let next = awaited[mine.holds]; next !== undefined && text.includes(next.postingId); next = awaited[mine.holds]) {
      next.held.push(atMs);
      if (toldMs === undefined) mine.untold.push(next);
      else next.told.push(toldMs);
      mine.holds += 1;
    }
  },
  connected(_player, atMs) {
    back?.push(atMs);
  },
  beaten: (tookMs) => void beats.push(tookMs),
  failed: count,
};

/** So many of the players at once. */
async function among(some: readonly EventPlayer[], atOnce: number, work: (player: EventPlayer) => Promise<void>): Promise<void> {
  const left = some.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const player of left) await work(player);
    }),
  );
}

async function waitFor(fact: () => boolean): Promise<void> {
  const deadline = nowMs() + patienceMs;
  while (!fact() && nowMs() < deadline) await delay(5);
}

setInterval(() => {
  for (const player of players) player.watch();
}, 1_000).unref();

answering({
  key: () => ({ publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64url') }),
  /** Each proves its device's key, and holds its first manifest. */
  async enrol({ base, screenIds }) {
    players = (screenIds as string[]).map(
      (screenId, index) => new EventPlayer(screenId, { base: String(base), key: pair.privateKey, index, heard }),
    );
    await among(players, 50, async (player) => {
      for (let attempt = 1; player.heldHash === undefined && attempt <= attempts; attempt += 1) await player.enrol();
    });
    return { holding: players.filter(({ heldHash }) => heldHash !== undefined).length };
  },
  /** Players from one place in the line to another open their streams. */
  async open({ from, to }) {
    const some = players.slice(Number(from), Number(to));
    await among(some, 100, async (player) => {
      player.open();
      await waitFor(() => player.connected);
    });
    return { connected: players.filter(({ connected }) => connected).length };
  },
  /** Lines kept for further questions are not what is to be weighed. */
  hangUp() {
    cutQuestions();
    return {};
  },
  expect({ postingId }) {
    awaited.push({ postingId: String(postingId), told: [], held: [] });
    return {};
  },
  /** Everything that was expected until now has arrived with everybody. */
  async arrived({ postingId }) {
    const posting = awaited.find((one) => one.postingId === postingId);
    if (posting === undefined) throw new Error('it was not expected');
    await waitFor(() => posting.held.length === players.length);
    return { told: posting.told, held: posting.held };
  },
  /** News that its own fetch has overtaken. */
  async toldOf({ postingId }) {
    const posting = awaited.find((one) => one.postingId === postingId);
    await waitFor(() => posting?.told.length === players.length);
    return { told: posting?.told ?? [] };
  },
  /** All lines at once. */
  cut() {
    back = [];
    const atMs = nowMs();
    cutQuestions();
    for (const player of players) player.cut();
    return { atMs };
  },
  async back() {
    await waitFor(() => players.every(({ connected }) => connected));
    return { at: back ?? [], connected: players.filter(({ connected }) => connected).length };
  },
  /** Everybody every five seconds, spread over them as players that started at different times are. */
  beat() {
    let at = 0;
    let owed = 0;
    let lastMs = nowMs();
    beating = setInterval(() => {
      const ms = nowMs();
      owed += (players.length * (ms - lastMs)) / beatEveryMs;
      lastMs = ms;
      for (; owed >= 1; owed -= 1) {
        at = (at + 1) % players.length;
        void players[at]?.beat();
      }
    }, 50);
    return {};
  },
  clearBeats() {
    beats = [];
    return {};
  },
  readBeats: () => ({ tookMs: beats }),
  restBeats() {
    clearInterval(beating);
    return {};
  },
  /** Why connections and questions failed since the last look. */
  failures() {
    const told = Object.fromEntries(failures);
    failures.clear();
    return { why: told };
  },
});
