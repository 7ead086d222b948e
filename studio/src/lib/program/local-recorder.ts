import type { FromRecording, ToRecording } from './recording-worker.ts';

/** Matroska's kin: a file that ends in the middle still plays up to there. */
const TYPES = ['video/webm;codecs="avc1.42E01F,opus"', 'video/webm;codecs=h264,opus', 'video/webm;codecs=vp8,opus'];
const PIECE_MS = 2_000;
const VIDEO_BITS = 1_500_000;
const AUDIO_BITS = 96_000;

export interface LocalRecorderEvents {
  written(bytes: number): void;
  /** When its first picture was taken, known better the longer it runs: ms since the Unix epoch. */
  began(beganMs: number): void;
  /** Nothing more is recorded. `isFull`: the disk is. */
  failed(isFull: boolean): void;
}

/** Keeps the program on this machine while it goes out: an outage of the line loses nothing that was said. */
export class LocalRecorder {
  readonly #recorder: MediaRecorder;
  readonly #worker: Worker;
  #pieces: Promise<void> = Promise.resolve();
  #hasFailed = false;
  #hasStopped = false;
  #closed = () => {};
  readonly #asked = new Map<number, { resolve: (bytes: ArrayBuffer) => void; reject: (error: Error) => void }>();
  #asks = 0;

  /** @throws DOMException where the browser can't record */
  constructor(input: {
    tracks: { video: MediaStreamTrack; audio: MediaStreamTrack };
    /** Its folder: the episode. */
    folder: string;
    name: string;
    events: LocalRecorderEvents;
  }) {
    const { tracks, folder, name, events } = input;
    this.#worker = new Worker(new URL('./recording-worker.ts', import.meta.url), { type: 'module', name: 'recording' });
    this.#worker.onmessage = ({ data }: MessageEvent<FromRecording>) => {
      if (data.type === 'written') events.written(data.bytes);
      else if (data.type === 'began') events.began(data.beganMs);
      else if (data.type === 'closed') this.#closed();
      else if (data.type === 'bytes') this.#answered(data);
      else this.#fail(() => events.failed(data.isFull));
    };
    this.#tell({ type: 'open', folder, name });
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(new MediaStream([tracks.video, tracks.audio]), {
      ...(mimeType ? { mimeType } : {}),
      videoBitsPerSecond: VIDEO_BITS,
      audioBitsPerSecond: AUDIO_BITS,
    });
    this.#recorder.ondataavailable = ({ data }) => this.#keep(data);
    this.#recorder.onerror = () => this.#fail(() => events.failed(false));
    this.#recorder.start(PIECE_MS);
  }

  /** Bytes that are in the file already. @throws once nothing is written any more: the file itself can be read then */
  read(from: number, to: number): Promise<ArrayBuffer> {
    if (this.#hasFailed || this.#hasStopped) return Promise.reject(new Error('The recording is closed'));
    this.#asks += 1;
    const id = this.#asks;
    this.#tell({ type: 'read', id, from, to });
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  /** Resolves when the last piece is in the file. */
  async stop(): Promise<void> {
    if (this.#recorder.state !== 'inactive') {
      const stopped = new Promise((resolve) => this.#recorder.addEventListener('stop', resolve, { once: true }));
      this.#recorder.stop();
      await stopped;
    }
    await this.#pieces;
    // A file that is still being written can't be read.
    const closed = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    this.#tell({ type: 'close' });
    this.#hasStopped = true;
    if (!this.#hasFailed) await closed;
    this.#letGo();
    this.#worker.terminate();
  }

  /** Pieces keep their order though each is read on its own. */
  #keep(piece: Blob): void {
    if (piece.size === 0 || this.#hasFailed) return;
    const arrivedMs = performance.timeOrigin + performance.now();
    this.#pieces = this.#pieces.then(async () => {
      const bytes = await piece.arrayBuffer();
      this.#tell({ type: 'piece', bytes, arrivedMs }, [bytes]);
    });
  }

  #fail(tell: () => void): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    // Whoever waits for the end of a file that has failed waits no longer.
    this.#closed();
    this.#letGo();
    tell();
  }

  #answered({ id, bytes }: { id: number; bytes: ArrayBuffer }): void {
    this.#asked.get(id)?.resolve(bytes);
    this.#asked.delete(id);
  }

  #letGo(): void {
    for (const { reject } of this.#asked.values()) reject(new Error('The recording is closed'));
    this.#asked.clear();
  }

  #tell(message: ToRecording, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
