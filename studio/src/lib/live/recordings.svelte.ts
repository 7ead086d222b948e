import { type KeptRecording, listRecordings, removeRecording, spaceLeft, sweepRecordings } from '$lib/program/kept-recordings.ts';
import { LocalRecorder } from '$lib/program/local-recorder.ts';
import { recordingName } from '$lib/program/recording-name.ts';

/** Less than this and a recording would stop in the middle of the show, bytes. */
const LEAST_SPACE = 300_000_000;

/** 本机录像: the program as it went out, on this machine, whatever the line did. */
export class Recordings {
  kept = $state.raw<readonly KeptRecording[]>([]);
  space = $state<number>();
  /** Bytes of the one that runs. */
  written = $state<number>();
  trouble = $state<'full' | 'failed'>();
  readonly #episodeId: string;
  #recorder: LocalRecorder | undefined;

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
    if (this.#recorder) return;
    this.trouble = undefined;
    this.space = await spaceLeft();
    if (this.space === undefined || this.space < LEAST_SPACE) {
      this.trouble = this.space === undefined ? 'failed' : 'full';
      return;
    }
    // Browsers throw away what no site has asked to keep when the disk runs short.
    void navigator.storage.persist();
    try {
      this.#recorder = this.#open(tracks);
      this.written = 0;
    } catch (error) {
      // The show goes on without it.
      if (!(error instanceof DOMException)) throw error;
      this.trouble = 'failed';
    }
  }

  async stop(): Promise<void> {
    const recorder = this.#recorder;
    this.#recorder = undefined;
    this.written = undefined;
    if (!recorder) return;
    await recorder.stop();
    await this.#look();
  }

  async remove(name: string): Promise<void> {
    await removeRecording(this.#episodeId, name);
    await this.#look();
  }

  #open(tracks: { video: MediaStreamTrack; audio: MediaStreamTrack }): LocalRecorder {
    return new LocalRecorder({
      tracks,
      folder: this.#episodeId,
      name: recordingName(Date.now()),
      events: {
        written: (bytes) => {
          if (this.#recorder) this.written = bytes;
        },
        failed: (isFull) => {
          this.trouble = isFull ? 'full' : 'failed';
          this.#recorder = undefined;
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
