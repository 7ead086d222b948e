/** Samples of 21 ms at 48 kHz, the least that is heard as a sound. */
const BLOCK = 1024;
/** 171 ms at 48 kHz: a meter that is read ten times a second misses no syllable between two readings. */
const WINDOW = 8 * BLOCK;

/** Loudness of the loudest block: amplitude of a sine of its power, 0 (silence) to 1 (full scale). */
export function loudestBlock(samples: Float32Array): number {
  let loudest = 0;
  for (let start = 0; start < samples.length; start += BLOCK) {
    const block = samples.subarray(start, start + BLOCK);
    let sum = 0;
    for (const sample of block) sum += sample * sample;
    loudest = Math.max(loudest, sum / block.length);
  }
  return Math.min(1, Math.sqrt(loudest) * Math.SQRT2);
}

/** Loudness of whatever is connected to its node, which passes it on unchanged. */
export class LevelMeter {
  readonly node: AnalyserNode;
  readonly #samples = new Float32Array(WINDOW);

  constructor(context: AudioContext) {
    this.node = context.createAnalyser();
    this.node.fftSize = WINDOW;
  }

  /** @returns the loudest moment of the last 0.17 s, 0 (silence) to 1 (full scale) */
  level(): number {
    this.node.getFloatTimeDomainData(this.#samples);
    return loudestBlock(this.#samples);
  }
}

/** Loudness of one track. Close it: it holds an audio context. */
export class TrackMeter {
  readonly #context = new AudioContext();
  readonly #meter = new LevelMeter(this.#context);

  /** From a gesture: browsers start no sound without one. */
  constructor(track: MediaStreamTrack) {
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#meter.node);
    void this.#context.resume();
  }

  /** @returns the loudest moment of the last 0.17 s, 0 (silence) to 1 (full scale) */
  level(): number {
    return this.#meter.level();
  }

  close(): void {
    void this.#context.close();
  }
}
