export type LevelAdvice = 'quiet' | 'good' | 'loud';

/** Of the loudest moment while somebody spoke; 1 is full scale. */
export function adviseLevel(peak: number): LevelAdvice {
  if (peak < 0.04) return 'quiet';
  return peak > 0.85 ? 'loud' : 'good';
}

/** Loudness of one track, 0 (silence) to 1 (full scale). Close it: it holds an audio context. */
export class LevelMeter {
  readonly #context = new AudioContext();
  readonly #meter = this.#context.createAnalyser();
  readonly #samples: Float32Array<ArrayBuffer>;

  /** From a gesture: browsers start no sound without one. */
  constructor(track: MediaStreamTrack) {
    this.#meter.fftSize = 1024;
    this.#samples = new Float32Array(this.#meter.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#meter);
    void this.#context.resume();
  }

  level(): number {
    this.#meter.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.min(1, Math.sqrt(sum / this.#samples.length) * Math.SQRT2);
  }

  close(): void {
    void this.#context.close();
  }
}
