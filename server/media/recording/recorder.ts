import { type FileHandle, mkdir, open, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ProgramMap, ProgramPart, ProgramSink } from '../packager/program-sink.ts';
import { INDEX_FILE, type IndexLine, MEDIA_FILE, type RecordedRun, type RecordedSegment, type Stretch, segmentLine } from './run-files.ts';

/** Bytes are asked onto the disk at least this often: a power cut takes no more than this. A death of the server alone takes nothing written. */
const SYNC_MS = 1_000;
/** Held for a disk that is slow: more than two minutes of a program. What comes after it is lost, the show is not. */
const MOST_QUEUED = 48 * 1024 * 1024;
/** A disk that was full is tried again this often, at the start of a segment. */
const RETRY_MS = 2_000;

export type RecordingTrouble = 'full' | 'slow' | 'broken';

export interface RecordingState {
  readonly state: 'waiting' | 'recording' | 'failing' | 'ended';
  /** Why nothing is being recorded now. */
  readonly trouble?: RecordingTrouble;
  /** Of the program, lost so far, ms. */
  readonly lostMs: number;
  /** Media time up to which everything is surely on the disk. */
  readonly syncedMs: number | undefined;
}

export interface RecorderOptions {
  /** The run's folder: made with the first part. */
  readonly dir: string;
  readonly name: string;
  /** Server time of media time 0, known with the first part. */
  readonly epochMs: () => number;
  /** Left free for everything else that lives on this disk, bytes: an embedded database must not die of a recording. */
  readonly spareBytes: number;
  /** ms that never go back. */
  readonly now: () => number;
  readonly onState: (state: RecordingState) => void;
  readonly onProblem: (error: unknown, trouble: RecordingTrouble) => void;
  /** The disk's own, unless something stands before it. */
  readonly openFile?: (path: string) => Promise<RecordingFile>;
}

export type RecordingFile = Pick<FileHandle, 'write' | 'datasync' | 'truncate' | 'close'>;

class DiskNearlyFull extends Error {
  readonly code = 'ENOSPC';
}

interface OpenSegment {
  readonly map: number;
  readonly offset: number;
  readonly timeMs: number;
  readonly breaks: boolean;
  readonly isSlate?: true;
  readonly senderZeroMs?: number;
  durationMs: number;
  bytes: number;
}

/**
 * Writes one run of the program as it comes: each part is appended at once, bytes are synced every second, and only then is their segment put
 * into the index. Never in the program's way: parts are queued, and a disk that is full or too slow costs the recording and nothing else.
 */
export class Recorder implements ProgramSink {
  readonly #options: RecorderOptions;
  #queue: { part: ProgramPart; breaks: boolean }[] = [];
  #queuedBytes = 0;
  #files: { media: RecordingFile; index: RecordingFile } | undefined;
  #epochMs: number | undefined;
  #mediaEnd = 0;
  #indexEnd = 0;
  #maps: (Stretch & { id: number })[] = [];
  #mapWritten: ProgramMap | undefined;
  #open: OpenSegment | undefined;
  /** Whole, and in the file; the index has the first `#indexed` of them. */
  #segments: RecordedSegment[] = [];
  #indexed = 0;
  #lines: IndexLine[] = [];
  /** Something was lost: only a segment's own start can be played after a hole. */
  #needsStart = false;
  #writtenMs: number | undefined;
  #unsyncedSince: number | undefined;
  #retryAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #hasEnded = false;
  #isSealed = false;
  #state: RecordingState = { state: 'waiting', lostMs: 0, syncedMs: undefined };

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get state(): RecordingState {
    return this.#state;
  }

  /** What of this run is surely on the disk. */
  get run(): RecordedRun {
    return {
      name: this.#options.name,
      epochMs: this.#epochMs ?? 0,
      maps: this.#maps,
      segments: this.#segments.slice(0, this.#indexed),
      isSealed: this.#isSealed,
    };
  }

  part(part: ProgramPart): void {
    if (this.#hasEnded) return;
    this.#epochMs ??= this.#options.epochMs();
    if (this.#needsStart && !this.#mayStartAgain(part)) {
      this.#lose(part);
      return;
    }
    if (this.#queuedBytes + part.bytes.length > MOST_QUEUED) {
      // What is queued is still written: only what comes until then is lost.
      this.#holdBack(new Error('the disk is slower than the program'), 'slow');
      this.#lose(part);
      return;
    }
    this.#queue.push({ part, breaks: this.#needsStart });
    this.#needsStart = false;
    this.#queuedBytes += part.bytes.length;
    this.#wake();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  /** Resolves when all that could be written has been. */
  async settled(): Promise<void> {
    while (this.#working) await this.#working;
  }

  #mayStartAgain(part: ProgramPart): boolean {
    return part.index === 0 && part.isIndependent && !this.#working && this.#options.now() >= this.#retryAt;
  }

  #wake(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      if (this.#queue.length > 0 || (this.#hasEnded && !this.#isDone())) this.#wake();
    });
  }

  #isDone(): boolean {
    return this.#state.state === 'ended';
  }

  async #work(): Promise<void> {
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        this.#queuedBytes -= next.part.bytes.length;
        await this.#write(next);
        if (this.#isSyncDue()) await this.#sync();
      }
      if (this.#hasEnded) await this.#finish();
      else this.#syncLater();
    } catch (error) {
      this.#fail(error, isFull(error) ? 'full' : 'broken');
      await this.#takeBack();
      if (this.#hasEnded) await this.#letGo();
    }
  }

  async #write({ part, breaks }: { part: ProgramPart; breaks: boolean }): Promise<void> {
    try {
      await this.#append(part, breaks);
    } catch (error) {
      this.#lose(part);
      throw error;
    }
    // What has been lost behind it meanwhile is said already.
    if (this.#state.state !== 'recording' && !this.#needsStart) this.#say({ state: 'recording' });
  }

  async #append(part: ProgramPart, breaks: boolean): Promise<void> {
    const { media } = await this.#opened();
    let at = this.#mediaEnd;
    if (part.map !== this.#mapWritten) {
      await writeAll(media, part.map.bytes, at);
      this.#maps.push({ id: part.map.id, offset: at, bytes: part.map.bytes.length });
      this.#lines.push({ map: part.map.id, offset: at, bytes: part.map.bytes.length });
      this.#mapWritten = part.map;
      at += part.map.bytes.length;
      this.#mediaEnd = at;
    }
    await writeAll(media, part.bytes, at);
    this.#mediaEnd = at + part.bytes.length;
    this.#writtenMs = part.timeMs + part.durationMs;
    this.#unsyncedSince ??= this.#options.now();
    if (part.index === 0) this.#closeSegment();
    this.#open ??= {
      map: part.map.id,
      offset: at,
      timeMs: part.timeMs,
      breaks: breaks || part.startsDiscontinuity,
      ...(part.isSlate && { isSlate: true }),
      ...(part.senderZeroMs !== undefined && { senderZeroMs: part.senderZeroMs }),
      durationMs: 0,
      bytes: 0,
    };
    this.#open.durationMs += part.durationMs;
    this.#open.bytes += part.bytes.length;
    if (part.isLast) this.#closeSegment();
  }

  #closeSegment(): void {
    if (!this.#open) return;
    const segment = { number: this.#segments.length, ...this.#open };
    this.#segments.push(segment);
    this.#lines.push(segmentLine(segment));
    this.#open = undefined;
  }

  #isSyncDue(): boolean {
    return this.#unsyncedSince !== undefined && this.#options.now() - this.#unsyncedSince >= SYNC_MS;
  }

  #syncLater(): void {
    if (this.#unsyncedSince === undefined || this.#timer) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#working ??= this.#syncNow().finally(() => {
          this.#working = undefined;
          if (this.#queue.length > 0 || this.#hasEnded) this.#wake();
        });
      },
      Math.max(this.#unsyncedSince + SYNC_MS - this.#options.now(), 0),
    );
  }

  async #syncNow(): Promise<void> {
    try {
      await this.#sync();
    } catch (error) {
      this.#fail(error, isFull(error) ? 'full' : 'broken');
    }
  }

  /** Bytes first, then the lines that speak of them: the index never promises what the disk does not hold. */
  async #sync(): Promise<void> {
    const files = this.#files;
    if (!files) return;
    const upTo = this.#writtenMs;
    const segments = this.#segments.length;
    const lines = this.#lines.length;
    this.#unsyncedSince = undefined;
    await files.media.datasync();
    if (lines > 0) {
      const text = Buffer.from(
        this.#lines
          .slice(0, lines)
          .map((line) => `${JSON.stringify(line)}\n`)
          .join(''),
      );
      await writeAll(files.index, text, this.#indexEnd);
      await files.index.datasync();
      this.#indexEnd += text.length;
      this.#lines.splice(0, lines);
    }
    this.#indexed = segments;
    this.#say({ syncedMs: upTo });
    await this.#assertRoom();
  }

  async #assertRoom(): Promise<void> {
    if (this.#options.spareBytes === 0) return;
    const { bavail, bsize } = await statfs(this.#options.dir);
    if (bavail * bsize < this.#options.spareBytes) throw new DiskNearlyFull('the disk is nearly full');
  }

  async #opened(): Promise<{ media: RecordingFile; index: RecordingFile }> {
    if (this.#files) {
      if (this.#state.state === 'failing') await this.#assertRoom();
      return this.#files;
    }
    await mkdir(this.#options.dir, { recursive: true });
    await this.#assertRoom();
    const { openFile = (path) => open(path, 'w') } = this.#options;
    const media = await openFile(join(this.#options.dir, MEDIA_FILE));
    try {
      this.#files = { media, index: await openFile(join(this.#options.dir, INDEX_FILE)) };
    } catch (error) {
      await media.close();
      throw error;
    }
    const head = Buffer.from(`${JSON.stringify({ run: 1, epochMs: this.#epochMs ?? 0 } satisfies IndexLine)}\n`);
    try {
      await writeAll(this.#files.index, head, 0);
    } catch (error) {
      // Opened anew at the next try, head first.
      await this.#letGo();
      throw error;
    }
    this.#indexEnd = head.length;
    // Or a power cut leaves files without a name.
    for (const folder of [this.#options.dir, dirname(this.#options.dir), dirname(dirname(this.#options.dir))]) await syncFolder(folder);
    return this.#files;
  }

  /** Takes away what was only half written, so that whole parts follow whole parts, and what is whole of the open segment stays one. */
  async #takeBack(): Promise<void> {
    this.#closeSegment();
    try {
      await this.#files?.media.truncate(this.#mediaEnd);
      await this.#files?.index.truncate(this.#indexEnd);
    } catch (error) {
      this.#options.onProblem(error, 'broken');
    }
  }

  async #finish(): Promise<void> {
    this.#closeSegment();
    if (this.#files) {
      this.#lines.push({ end: true });
      await this.#sync();
      this.#isSealed = true;
    }
    await this.#letGo();
    this.#say({ state: 'ended' });
  }

  async #letGo(): Promise<void> {
    clearTimeout(this.#timer);
    const files = this.#files;
    this.#files = undefined;
    if (this.#hasEnded) this.#say({ state: 'ended' });
    await files?.media.close();
    await files?.index.close();
  }

  #fail(error: unknown, trouble: RecordingTrouble): void {
    for (const { part } of this.#queue) this.#lose(part);
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#holdBack(error, trouble);
  }

  /** Nothing more is taken until a segment begins and everything before it has been written. */
  #holdBack(error: unknown, trouble: RecordingTrouble): void {
    this.#retryAt = this.#options.now() + RETRY_MS;
    this.#needsStart = true;
    if (this.#state.state === 'failing' && this.#state.trouble === trouble) return;
    this.#say({ state: 'failing', trouble });
    this.#options.onProblem(error, trouble);
  }

  #lose(part: ProgramPart): void {
    this.#state = { ...this.#state, lostMs: this.#state.lostMs + part.durationMs };
  }

  #say(news: Partial<RecordingState>): void {
    const { trouble, ...before } = this.#state;
    const after = { ...before, ...news };
    const isFailing = after.state === 'failing' && (news.trouble ?? trouble);
    const changed = after.state !== this.#state.state;
    this.#state = isFailing ? { ...after, trouble: isFailing } : after;
    if (changed) this.#options.onState(this.#state);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A short write is no error, and the next one says why. */
async function writeAll(file: Pick<RecordingFile, 'write'>, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG');
