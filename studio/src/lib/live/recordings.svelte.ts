import type { KeptSpan } from '$lib/missed/plan.ts';
import { type ByteSource, lengthOfWebm } from '$lib/missed/webm-cut.ts';
import {
  type KeptRecording,
  listRecordings,
  noteBegan,
  notedBegan,
  removeRecording,
  spaceLeft,
  sweepRecordings,
} from '$lib/program/kept-recordings.ts';
import { LocalRecorder } from '$lib/program/local-recorder.ts';
import { recordingName } from '$lib/program/recording-name.ts';

/** Less than this and a recording would stop in the middle of the show, bytes. */
const LEAST_SPACE = 300_000_000;

/** A recording here, on this machine's clock. */
export interface KeptSource extends KeptSpan {
  readonly source: ByteSource;
}

const ofFile = (file: File): ByteSource => ({ size: file.size, read: (from, to) => file.slice(from, to).arrayBuffer() });
const ofRecorder = (recorder: LocalRecorder, size: number): ByteSource => ({ size, read: (from, to) => recorder.read(from, to) });

/** 本机录像: the program as it went out, on this machine, whatever the line did. */
export class Recordings {
  kept = $state.raw<readonly KeptRecording[]>([]);
  space = $state<number>();
  /** Bytes of the one that runs. */
  written = $state<number>();
  trouble = $state<'full' | 'failed'>();
  readonly #episodeId: string;
  #running: { recorder: LocalRecorder; name: string; beganMs: number } | undefined;

  constructor(episodeId: string) {
    this.#episodeId = episodeId;
  }

  async load(): Promise<void> {
    try {
      await sweepRecordings(Date.now());
      await this.#look();
    } catch (error) {
      // A private window, or a browser that was told to keep nothing: `start` says so when it matters.
      if (!(error instanceof DOMException)) throw error;
    }
  }

  async start(tracks: { video: MediaStreamTrack; audio: MediaStreamTrack }): Promise<void> {
    if (this.#running) return;
    this.trouble = undefined;
    this.space = await spaceLeft();
    if (this.space === undefined || this.space < LEAST_SPACE) {
      this.trouble = this.space === undefined ? 'failed' : 'full';
      return;
    }
    // Browsers throw away what no site has asked to keep when the disk runs short.
    void navigator.storage.persist();
    try {
      const beganMs = Date.now();
      const name = recordingName(beganMs);
      this.#running = { recorder: this.#open(tracks, name), name, beganMs };
      this.written = 0;
    } catch (error) {
      // The show goes on without it.
      if (!(error instanceof DOMException)) throw error;
      this.trouble = 'failed';
    }
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.written = undefined;
    if (!running) return;
    await running.recorder.stop();
    await this.#look();
  }

  /** Everything that is here of this episode, the one that is being written included: to be read without waiting for its end. */
  async sources(): Promise<KeptSource[]> {
    const running = this.#running;
    const kept = (await listRecordings(this.#episodeId)).filter(({ name }) => name !== running?.name);
    const sources: KeptSource[] = [];
    for (const { name, beganMs: askedMs, file } of kept) {
      const source = ofFile(file);
      const beganMs = notedBegan(this.#episodeId, name) ?? askedMs;
      sources.push({ name, beganMs, endMs: beganMs + ((await lengthOfWebm(source))?.ms ?? 0), source });
    }
    if (running && this.written) {
      const source = ofRecorder(running.recorder, this.written);
      const { name, beganMs } = running;
      sources.push({ name, beganMs, endMs: beganMs + ((await lengthOfWebm(source))?.ms ?? 0), source, isRunning: true });
    }
    return sources;
  }

  async remove(name: string): Promise<void> {
    await removeRecording(this.#episodeId, name);
    await this.#look();
  }

  #open(tracks: { video: MediaStreamTrack; audio: MediaStreamTrack }, name: string): LocalRecorder {
    return new LocalRecorder({
      tracks,
      folder: this.#episodeId,
      name,
      events: {
        written: (bytes) => {
          if (this.#running) this.written = bytes;
        },
        began: (beganMs) => {
          if (this.#running) this.#running.beganMs = beganMs;
          noteBegan(this.#episodeId, name, beganMs);
        },
        failed: (isFull) => {
          this.trouble = isFull ? 'full' : 'failed';
          this.#running = undefined;
          this.written = undefined;
          void this.#look();
        },
      },
    });
  }

  async #look(): Promise<void> {
    [this.kept, this.space] = await Promise.all([listRecordings(this.#episodeId), spaceLeft()]);
  }
}
