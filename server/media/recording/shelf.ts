import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Config } from '../../config.ts';
import {
  cutsKey,
  missedKey,
  NothingRecorded,
  type RecordingOutline,
  type RecordingsPort,
} from '../../services/recordings/recordings-port.ts';
import { writeCut } from './cut.ts';
import { withFills } from './fill-gaps.ts';
import { list, listSync, readSync } from './folders.ts';
import { readRun } from './read-run.ts';
import { Recorder, type RecordingState, type RecordingTrouble } from './recorder.ts';
import {
  bytesOf,
  fillPattern,
  INDEX_FILE,
  lengthOf,
  MEDIA_FILE,
  ordinalOf,
  positionOf,
  type RecordedRun,
  type Recording,
  readIndex,
  recordingKey,
  runName,
  type Stretch,
  storedRuns,
} from './run-files.ts';
import { s3Store } from './s3-store.ts';
import { type ByteRange, diskStore, type MediaStore } from './store.ts';
import { joined, readSummary, type Stored } from './stored.ts';

/** What stays free for the database beside the recordings. */
export const SPARE_BYTES = 256 * 1024 * 1024;
/** How long a reading is good for: one that is still written, and one that is not. */
const FRESH_MS = { open: 1_000, sealed: 15_000 };
const MOST_KEPT = 50;
/** The tail of a run that died is not in its index: its clock may have run on for this long. */
const TAIL_MS = 10_000;
/** Says what lies in a store, beside the files themselves. */
const SUMMARY_FILE = 'recording.json';

export interface ShelfLog {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/**
 * All recordings that this installation has: those being written here, finished ones on this disk, and those that have been moved to S3. The
 * program's way touches only `begin`.
 */
export class RecordingShelf implements RecordingsPort {
  readonly #local: ReturnType<typeof diskStore>;
  readonly #store: MediaStore;
  readonly #spareBytes: number;
  readonly #log: ShelfLog;
  readonly #live = new Map<string, { recorder: Recorder; earlier: Promise<RecordedRun[]> }>();
  readonly #read = new Map<string, { recording: Promise<Recording | undefined>; readMs: number; goodUntil: number }>();

  constructor(input: { dir: string; store?: MediaStore; spareBytes?: number; log: ShelfLog }) {
    this.#local = diskStore(input.dir);
    this.#store = input.store ?? this.#local;
    this.#spareBytes = input.spareBytes ?? SPARE_BYTES;
    this.#log = input.log;
  }

  static open({ media }: Pick<Config, 'media'>, log: ShelfLog): RecordingShelf {
    return new RecordingShelf({ dir: media.dir, log, ...(media.s3 && { store: s3Store(media.s3) }) });
  }

  /**
   * Begins the next run of an episode's recording. Reads what is there at once and in one go: it is little, and only a server that was started again
   * finds any.
   * @param nowMs server time
   * @param epochMs server time of the program's media time 0, asked with the first part
   * @returns where the program's clock started, if the episode has run before: one timeline over all runs
   */
  begin(
    episodeId: string,
    input: { nowMs: number; epochMs: () => number; now: () => number; onState?: (state: RecordingState) => void },
  ): { recorder: Recorder; epochMs: number | undefined } {
    const dir = this.#local.pathOf(recordingKey(episodeId));
    const names = runNames(listSync(dir));
    const before = names.flatMap((name) => readIndex(name, readSync(join(dir, name, INDEX_FILE))) ?? []);
    const name = runName((ordinalOf(names.at(-1) ?? '') ?? 0) + 1, input.nowMs);
    const recorder = new Recorder({
      dir: join(dir, name),
      name,
      epochMs: input.epochMs,
      spareBytes: this.#spareBytes,
      now: input.now,
      onState: (state) => input.onState?.(state),
      onProblem: (error, trouble) => this.#warn(episodeId, error, trouble),
    });
    this.#read.delete(episodeId);
    const live = { recorder, earlier: readRuns(dir, names) };
    // Whoever reads it hears of it; nobody may.
    live.earlier.catch(() => undefined);
    this.#live.set(episodeId, live);
    return { recorder, epochMs: continued(before, input.nowMs) };
  }

  /** What is recorded of an episode, as far as it is surely on the disk. */
  async recording(episodeId: string, { noOlderThanMs = Number.POSITIVE_INFINITY } = {}): Promise<Recording | undefined> {
    const live = this.#live.get(episodeId);
    if (live) {
      const runs = [...(await live.earlier), live.recorder.run].filter(({ segments }) => segments.length > 0);
      return runs.length > 0 ? { episodeId, runs } : undefined;
    }
    const known = this.#read.get(episodeId);
    const nowMs = performance.now();
    if (known && nowMs < known.goodUntil && nowMs - known.readMs < noOlderThanMs) return await known.recording;
    const recording = this.#readAnew(episodeId);
    const kept = { recording, readMs: nowMs, goodUntil: nowMs + FRESH_MS.open };
    this.#read.delete(episodeId);
    this.#read.set(episodeId, kept);
    for (const oldest of this.#read.keys()) {
      if (this.#read.size <= MOST_KEPT) break;
      this.#read.delete(oldest);
    }
    const found = await recording;
    if (found?.runs.every(({ isSealed }) => isSealed)) kept.goodUntil = performance.now() + FRESH_MS.sealed;
    return found;
  }

  /** Being written by this process. */
  stateOf(episodeId: string): RecordingState | undefined {
    return this.#live.get(episodeId)?.recorder.state;
  }

  /** What is wrong with any recording that runs here. */
  get trouble(): RecordingTrouble | undefined {
    for (const { recorder } of this.#live.values()) if (recorder.state.trouble) return recorder.state.trouble;
    return undefined;
  }

  /** The program has ended; resolves when its recording is closed. */
  async finished(episodeId: string): Promise<void> {
    const live = this.#live.get(episodeId);
    if (!live) return;
    await live.recorder.settled();
    if (this.#live.get(episodeId) === live) this.#live.delete(episodeId);
  }

  async stretch(episodeId: string, run: string, { offset, bytes }: Stretch): Promise<Buffer> {
    const key = `${recordingKey(episodeId)}/${run}/${MEDIA_FILE}`;
    const chunks: Uint8Array[] = [];
    for await (const chunk of await (await this.#storeOf(key)).read(key, { start: offset, end: offset + bytes - 1 })) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** A clip or a whole episode as a file. */
  async file(key: string, range?: (size: number) => ByteRange | undefined) {
    const store = await this.#storeOf(key);
    const size = await store.size(key);
    if (size === undefined) return undefined;
    const wanted = range?.(size);
    return { size, range: wanted, body: await store.read(key, wanted) };
  }

  async outline(episodeId: string, how?: { noOlderThanMs?: number }): Promise<RecordingOutline | undefined> {
    const recording = await this.recording(episodeId, how);
    return (
      recording && {
        durationMs: lengthOf(recording),
        bytes: bytesOf(recording),
        isSealed: recording.runs.every(({ isSealed }) => isSealed),
        positionOf: (mediaTimeMs) => positionOf(recording, mediaTimeMs),
      }
    );
  }

  async shelve(episodeId: string): Promise<'disk' | 's3'> {
    if (this.#store === this.#local) return 'disk';
    const folder = recordingKey(episodeId);
    const dir = this.#local.pathOf(folder);
    const here = await this.#storedHere(episodeId);
    if (here.runs.length + here.fills.length === 0) return this.#store.place;
    for (const { name } of [...here.runs, ...here.fills]) {
      for (const file of [MEDIA_FILE, INDEX_FILE]) await this.#store.put(`${folder}/${name}/${file}`, join(dir, name, file));
    }
    // Last: what it names is there.
    const stored = joined(here, await this.#storedThere(episodeId));
    await writeFile(join(dir, SUMMARY_FILE), JSON.stringify({ episodeId, ...stored }));
    await this.#store.put(`${folder}/${SUMMARY_FILE}`, join(dir, SUMMARY_FILE));
    this.#read.delete(episodeId);
    await this.#local.removeFolder(folder);
    return this.#store.place;
  }

  /** Runs as they were recorded, without what fills their gaps. */
  async recorded(episodeId: string): Promise<readonly RecordedRun[]> {
    const recording = await this.recording(episodeId);
    return recording ? storedRuns(recording).filter(({ name }) => ordinalOf(name) !== undefined) : [];
  }

  /** A folder for what fills a gap; `placed` puts it into the recording. */
  fillFolder(episodeId: string, name: string): { making: string; placed: () => Promise<void> } {
    const dir = this.#local.pathOf(recordingKey(episodeId));
    const making = join(dir, `${name}.making`);
    return {
      making,
      placed: async () => {
        await rm(join(dir, name), { recursive: true, force: true });
        await rename(making, join(dir, name));
        this.#read.delete(episodeId);
      },
    };
  }

  async cut({ episodeId, fromMs, toMs, key, progress, signal }: Parameters<RecordingsPort['cut']>[0]) {
    const recording = await this.recording(episodeId);
    if (!recording) throw new NothingRecorded(episodeId);
    // Where what is cut from this episode lies: what a death leaves of it goes with the rest.
    const dir = this.#local.pathOf(cutsKey(episodeId));
    await mkdir(dir, { recursive: true });
    const file = join(dir, `${basename(key)}.making`);
    try {
      const made = await writeCut({
        recording,
        fromMs,
        toMs,
        file,
        read: (run, where) => this.stretch(episodeId, run, where),
        progress,
        signal,
      });
      await this.#store.put(key, file);
      return made;
    } finally {
      await rm(file, { force: true });
    }
  }

  async forget(episodeId: string): Promise<void> {
    this.#read.delete(episodeId);
    for (const store of new Set<MediaStore>([this.#local, this.#store])) {
      await store.removeFolder(recordingKey(episodeId));
      await store.removeFolder(cutsKey(episodeId));
      await store.removeFolder(missedKey(episodeId));
    }
  }

  async #readAnew(episodeId: string): Promise<Recording | undefined> {
    const here = await this.#storedHere(episodeId);
    const isWhole = here.runs.length > 0 || this.#store === this.#local;
    const { runs, fills } = isWhole ? here : joined(here, await this.#storedThere(episodeId));
    if (runs.length === 0) return undefined;
    return fills.length === 0 ? { episodeId, runs } : { episodeId, runs: withFills(runs, fills), stored: [...runs, ...fills] };
  }

  async #storedHere(episodeId: string): Promise<Stored> {
    const dir = this.#local.pathOf(recordingKey(episodeId));
    const names = await list(dir);
    const fillNames = names.filter((name) => fillPattern.test(name));
    const [runs, fills] = await Promise.all([readRuns(dir, runNames(names)), readRuns(dir, fillNames)]);
    return { runs: runs.filter(hasSegments), fills: fills.filter(hasSegments) };
  }

  async #storedThere(episodeId: string): Promise<Stored> {
    const key = `${recordingKey(episodeId)}/${SUMMARY_FILE}`;
    if ((await this.#store.size(key)) === undefined) return { runs: [], fills: [] };
    const chunks: Uint8Array[] = [];
    for await (const chunk of await this.#store.read(key)) chunks.push(chunk);
    return readSummary(Buffer.concat(chunks).toString('utf8'));
  }

  async #storeOf(key: string): Promise<MediaStore> {
    if (this.#store === this.#local || (await this.#local.size(key)) !== undefined) return this.#local;
    return this.#store;
  }

  #warn(episodeId: string, error: unknown, trouble: RecordingTrouble): void {
    this.#log.error({ err: error, episodeId, trouble }, 'the recording has a hole, the show goes on');
  }
}

/** Where media time 0 stands for a program that goes on. A clock that was set back meanwhile must not lead into what is recorded already. */
function continued(before: readonly RecordedRun[], nowMs: number): number | undefined {
  const last = before.at(-1);
  if (!last) return undefined;
  const segment = last.segments.at(-1);
  const endMs = segment ? segment.timeMs + segment.durationMs : 0;
  return Math.min(last.epochMs, nowMs - endMs - (last.isSealed ? 0 : TAIL_MS));
}

const hasSegments = ({ segments }: RecordedRun): boolean => segments.length > 0;

const runNames = (names: readonly string[]): string[] =>
  names.filter((name) => ordinalOf(name) !== undefined).toSorted((a, b) => (ordinalOf(a) ?? 0) - (ordinalOf(b) ?? 0) || (a < b ? -1 : 1));

async function readRuns(dir: string, names: readonly string[]): Promise<RecordedRun[]> {
  const runs = await Promise.all(names.map((name) => readRun(dir, name)));
  return runs.filter((run) => run !== undefined);
}
