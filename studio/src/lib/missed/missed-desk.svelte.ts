import type { MissedOnWire, MissedStretch } from '#server/contract/missed.ts';
import { PIECE_BYTES } from '#server/domain/live/missed.ts';
import { ApiProblem, api } from '$lib/api.ts';
import type { KeptSource } from '$lib/live/recordings.svelte.ts';
import { planStretches, type Wanted } from './plan.ts';
import { type ByteRange, type ByteSource, cutWebm } from './webm-cut.ts';

const LOOK_EVERY_MS = 10_000;
/** On air the show has the line: a piece is a third of a second of what it sends, and is followed by a rest. */
const REST_MS = { onAir: 4_000, off: 0 };
/** The server is away or full; what is here stays here. */
const TRY_AGAIN_MS = 15_000;

export type MissedPhase =
  /** Nothing is missed, or nothing is known yet. */
  | 'none'
  /** It goes to the server. */
  | 'sending'
  /** All of it is there, and put into the recording after the show. */
  | 'there'
  /** The server can't take more now: said in `problem`. */
  | 'waiting'
  /** Missed, and not on this machine. */
  | 'elsewhere'
  | 'filled'
  | 'failed';

/** 补录: notes what the server did not get, and sends it from this machine's recording, in the background and behind the show. */
export class MissedDesk {
  phase = $state<MissedPhase>('none');
  /** Of what is missed in all, ms. */
  missedMs = $state(0);
  /** Of what is being sent, 0–100. */
  percent = $state(0);
  problem = $state<string>();
  readonly #episodeId: string;
  readonly #sources: () => Promise<KeptSource[]>;
  readonly #line: () => 'on-air' | 'lost' | 'off';
  #timer: number | undefined;
  #closed = false;

  /** @param input.line how the show goes: while it is looking for the server, nothing else does */
  constructor(input: { episodeId: string; sources: () => Promise<KeptSource[]>; line: () => 'on-air' | 'lost' | 'off' }) {
    this.#episodeId = input.episodeId;
    this.#sources = input.sources;
    this.#line = input.line;
  }

  /** Looks every now and then until the returned function is called. */
  watch(): () => void {
    void this.#go();
    return () => {
      this.#closed = true;
      clearTimeout(this.#timer);
    };
  }

  async #go(): Promise<void> {
    let next = LOOK_EVERY_MS;
    try {
      if (this.#line() !== 'lost') await this.#look();
      this.problem = undefined;
    } catch (error) {
      // Whatever it is, the recording is here and is tried again.
      next = TRY_AGAIN_MS;
      if (error instanceof ApiProblem && error.code !== 'UNREACHABLE') {
        this.problem = error.message;
        if (this.phase === 'sending') this.phase = 'waiting';
      }
    }
    if (!this.#closed) this.#timer = setTimeout(() => void this.#go(), next) as unknown as number;
  }

  async #look(): Promise<void> {
    const askedMs = Date.now();
    const missed = await api.get<MissedOnWire>(this.#path);
    const aheadMs = missed.serverMs - (askedMs + Date.now()) / 2;
    const kept = missed.gaps.length > 0 ? await this.#sources() : [];
    const wanted = planStretches(missed, kept, aheadMs);
    this.#say(missed, wanted.length > 0);
    for (const [index, each] of wanted.entries()) {
      const source = kept.find(({ name }) => name === each.name);
      if (source) await this.#send(each, source, { index, count: wanted.length });
    }
    if (wanted.length > 0 && !this.#closed) this.#say(await api.get<MissedOnWire>(this.#path), false);
  }

  #say({ gaps, stretches }: MissedOnWire, isSending: boolean): void {
    const lengthOf = (spans: readonly { fromMs: number; toMs: number }[]) =>
      spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    const sent = stretches.filter(({ state }) => state !== 'receiving');
    this.missedMs = lengthOf(gaps) + lengthOf(sent);
    if (isSending) this.phase = 'sending';
    else if (gaps.length > 0) this.phase = 'elsewhere';
    else if (sent.length === 0) this.phase = 'none';
    else if (sent.some(({ state }) => state === 'failed')) this.phase = 'failed';
    else this.phase = sent.every(({ state }) => state === 'filled') ? 'filled' : 'there';
  }

  async #send(
    { name: _, ...wanted }: Wanted,
    { source, beganMs: _began }: KeptSource,
    place: { index: number; count: number },
  ): Promise<void> {
    const inFile = { fromMs: wanted.fromMs - wanted.zeroMs, toMs: wanted.toMs - wanted.zeroMs };
    const ranges = await cutWebm(source, inFile);
    if (!ranges) return;
    const bytes = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
    let stretch = await api.post<MissedStretch>(this.#path, { ...wanted, bytes });
    const count = Math.ceil(bytes / PIECE_BYTES);
    for (let piece = 0; piece < count && stretch.state === 'receiving'; piece += 1) {
      this.percent = Math.round(((place.index + piece / count) / place.count) * 100);
      if (stretch.pieces.includes(piece)) continue;
      if (!(await this.#rest())) return;
      const body = await pieceOf(source, ranges, piece);
      stretch = await api.putBytes<MissedStretch>(
        `${this.#path}/${stretch.id}/pieces/${piece}`,
        { sha256: await sha256(body) },
        new Blob([body]),
      );
    }
  }

  /** @returns false when there is no time for it now: the show looks for the server, or the page is left */
  async #rest(): Promise<boolean> {
    const restMs = this.#line() === 'on-air' ? REST_MS.onAir : REST_MS.off;
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    return !this.#closed && this.#line() !== 'lost';
  }

  get #path(): string {
    return `/recordings/episodes/${this.#episodeId}/missed`;
  }
}

/** One piece of the ranges as if they were one file. */
async function pieceOf(source: ByteSource, ranges: readonly ByteRange[], piece: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let start = 0;
  for (const { from, to } of ranges) {
    const first = Math.max(piece * PIECE_BYTES - start, 0);
    const last = Math.min((piece + 1) * PIECE_BYTES - start, to - from);
    if (last > first) parts.push(new Uint8Array(await source.read(from + first, from + last)));
    start += to - from;
  }
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
