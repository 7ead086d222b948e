import type { CaptionOnWire } from '../contract/captions.ts';
import type { Count, Seen } from '../domain/live/viewing.ts';
import type { LivePort } from '../services/live/live-port.ts';
import { Refusal } from '../services/refusal.ts';
import { type HeardLine, listen, type Recogniser } from './captions/recogniser.ts';
import { GuestRooms } from './guest-rooms.ts';
import { LiveProgram, type ProgramEvents } from './live-program.ts';
import type { ProgramSink } from './packager/program-sink.ts';
import type { RecordingShelf } from './recording/shelf.ts';
import { ProgramRoom } from './sfu/program-room.ts';
import { type PoolLog, type PoolSettings, WorkerPool } from './sfu/worker-pool.ts';

export type MediaStatus = { readonly ready: true } | { readonly ready: false; readonly why: string };

/**
 * Everything live on this machine. Exists before its workers do: screens and desks don't wait for the SFU, and where it can't run at all
 * everything but live does.
 */
export class LiveMedia implements LivePort {
  readonly #log: PoolLog;
  readonly #now: () => number;
  readonly #seats: PoolSettings['seats'];
  readonly #sinks: (episodeId: string) => readonly ProgramSink[];
  readonly #recogniser: Recogniser | undefined;
  readonly #recordings: RecordingShelf | undefined;
  readonly #smallPicture: boolean;
  readonly #programs = new Map<string, LiveProgram>();
  /** Green rooms stand beside the programs: before the show too, and whatever becomes of the host's picture. */
  readonly guests = new GuestRooms(() => this.#requirePool());
  #pool: WorkerPool | undefined;
  #why = 'starting';
  #events: ((episodeId: string) => ProgramEvents) | undefined;
  #heard: (episodeId: string, line: HeardLine) => void = () => {};

  /**
   * @param input.maxViewers how many phones one media worker shows its programs to over WebRTC
   * @param input.maxScreens and how many screens beyond them
   * @param input.sinks who else gets a program's parts, beside HLS
   * @param input.recogniser makes captions of what is said
   * @param input.smallPicture shows go out with 360 lines too
   * @param input.recordings where shows are recorded; without it none is
   */
  constructor(input: {
    log: PoolLog;
    maxViewers: number;
    maxScreens?: number;
    recordings?: RecordingShelf;
    smallPicture?: boolean;
    now?: () => number;
    sinks?: (episodeId: string) => readonly ProgramSink[];
    recogniser?: Recogniser;
  }) {
    this.#log = input.log;
    this.#seats = { phones: input.maxViewers, screens: input.maxScreens ?? 0 };
    this.#sinks = input.sinks ?? (() => []);
    this.#recogniser = input.recogniser;
    this.#recordings = input.recordings;
    this.#smallPicture = input.smallPicture ?? false;
    // Never goes back, whatever is done to the machine's clock.
    this.#now = input.now ?? (() => performance.timeOrigin + performance.now());
  }

  get status(): MediaStatus {
    return this.#pool ? { ready: true } : { ready: false, why: this.#why };
  }

  get workerPids(): number[] {
    return this.#pool?.pids ?? [];
  }

  /** Who hears of hosts that come and go. Set once, before the first program. */
  observe(events: (episodeId: string) => ProgramEvents): void {
    this.#events = events;
  }

  /** Who gets the lines that a recogniser hears. Set once. */
  hear(heard: (episodeId: string, line: HeardLine) => void): void {
    this.#heard = heard;
  }

  /** Says why live can't run yet, for health and the studio. */
  notReady(why: string): void {
    if (!this.#pool) this.#why = why;
  }

  /** Starts the workers. Where they can't be, says so in `status` and leaves everything else alone. */
  async start(settings: Omit<PoolSettings, 'log' | 'seats'>): Promise<void> {
    try {
      this.#pool = await WorkerPool.start({ ...settings, seats: this.#seats, log: this.#log });
    } catch (error) {
      const why = whyNot(error, settings);
      // It is tried again every two seconds, and is news once.
      if (why !== this.#why) this.#log.error({ err: error, why }, 'live is not available');
      this.#why = why;
    }
  }

  /** The episode's program, opened when there is none yet. @throws Refusal LIVE_UNAVAILABLE */
  open(episodeId: string, startedMs?: number): LiveProgram {
    const open = this.#programs.get(episodeId);
    if (open) return open;
    const pool = this.#requirePool();
    const nowMs = this.#now();
    const recording = this.#recordings?.begin(episodeId, {
      nowMs,
      now: this.#now,
      epochMs: () => this.#programs.get(episodeId)?.status.epochMs ?? nowMs,
    });
    const program = new LiveProgram({
      episodeId,
      startedMs: startedMs ?? nowMs,
      epochMs: recording?.epochMs,
      pool,
      smallPicture: this.#smallPicture,
      now: this.#now,
      log: this.#log,
      sinks: [...(recording ? [recording.recorder] : []), ...this.#sinks(episodeId), ...this.#earsOf(episodeId)],
      events: this.#events?.(episodeId) ?? { hostLost: () => {}, hostBack: () => {}, clockChanged: () => {} },
    });
    this.#programs.set(episodeId, program);
    return program;
  }

  #earsOf(episodeId: string): ProgramSink[] {
    if (!this.#recogniser) return [];
    return [listen(this.#recogniser.open({ episodeId, say: (line) => this.#heard(episodeId, line) }))];
  }

  /** A room that leads nowhere: for a host who tries the line before the show. @throws Refusal LIVE_UNAVAILABLE */
  openRehearsal(): ProgramRoom {
    return new ProgramRoom({ pool: this.#requirePool(), events: { reopened: () => {}, publisherGone: () => {} } });
  }

  find(episodeId: string): LiveProgram | undefined {
    return this.#programs.get(episodeId);
  }

  /** @throws Refusal LIVE_NO_PICTURE */
  require(episodeId: string): LiveProgram {
    const program = this.#programs.get(episodeId);
    if (!program) throw new Refusal('LIVE_NO_PICTURE');
    return program;
  }

  /** Shows that this machine has ready or carries; none that has ended. */
  openEpisodes(): string[] {
    return [...this.#programs.values()].filter((program) => !program.closed).map((program) => program.episodeId);
  }

  isOnAir(episodeId: string): boolean {
    return this.#programs.get(episodeId)?.status.isOnAir ?? false;
  }

  mediaTimeMs(episodeId: string): number | undefined {
    return this.#programs.get(episodeId)?.status.mediaTimeMs;
  }

  /** A line of text that stands from its media time on. One that was said without a picture has no place in a playlist. */
  caption(episodeId: string, { mediaTimeMs, ...caption }: CaptionOnWire): void {
    if (mediaTimeMs !== null) this.#programs.get(episodeId)?.hls.captions.say({ ...caption, mediaTimeMs });
  }

  /** What a page saw since its last report. */
  saw(episodeId: string, seen: Seen): void {
    this.#programs.get(episodeId)?.viewing.add(seen);
  }

  /** Hands over what pages have reported since the last time. */
  takeViewing(): { episodeId: string; counts: Count[] }[] {
    return [...this.#programs.values()].map(({ episodeId, viewing }) => ({ episodeId, counts: viewing.take() }));
  }

  viewers(episodeId: string): number {
    return this.#programs.get(episodeId)?.presence.count ?? 0;
  }

  /** Keys of pages that have opened since this was asked last. */
  takeOpened(episodeId: string): string[] {
    return this.#programs.get(episodeId)?.presence.takeOpened() ?? [];
  }

  /** The episode has ended: players find the end of the list, then nothing. */
  end(episodeId: string): void {
    this.guests.end(episodeId);
    const program = this.#programs.get(episodeId);
    if (!program) return;
    program.close();
    this.#closeRecording(episodeId);
    // Players must still be able to read the end.
    setTimeout(() => {
      if (this.#programs.get(episodeId) === program) this.#programs.delete(episodeId);
    }, KEEP_ENDED_MS).unref();
  }

  /** Resolves when what was being recorded is closed as it should. */
  async close(): Promise<void> {
    const open = [...this.#programs.values()];
    for (const program of open) program.close();
    this.#programs.clear();
    this.guests.close();
    this.#pool?.close();
    this.#pool = undefined;
    this.#why = 'closed';
    await Promise.all(open.map(({ episodeId }) => this.#recordings?.finished(episodeId)));
  }

  #requirePool(): WorkerPool {
    if (!this.#pool) throw new Refusal('LIVE_UNAVAILABLE', { why: this.#why });
    return this.#pool;
  }

  #closeRecording(episodeId: string): void {
    this.#recordings?.finished(episodeId).catch((error: unknown) => {
      this.#log.error({ err: error, episodeId }, 'the recording could not be closed');
    });
  }
}

const KEEP_ENDED_MS = 60_000;

function whyNot(error: unknown, { firstPort, workers }: Pick<PoolSettings, 'firstPort' | 'workers'>): string {
  const said = error instanceof Error ? error.message : String(error);
  if (!/address already in use|bind/i.test(said)) return said;
  const ports = workers > 1 ? `${firstPort}–${firstPort + workers - 1}` : `${firstPort}`;
  return `直播端口 ${ports} 被别的程序占用：请关掉它，或把 MEDIA_PORT 设成别的端口 · port ${ports} (UDP and TCP) is taken: stop what uses it, or set MEDIA_PORT`;
}
