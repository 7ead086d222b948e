/** Level of the rehearsal tone: −20 dB against full scale, as broadcasters line up with. */
const TONE_GAIN = 0.1;
const TONE_HZ = 1000;

/**
 * The program's sound: one track that never ends, whatever comes and goes behind it. Made by the browser's audio thread alone: no timer of the page
 * has a part in it, because a hidden page's timers stand still.
 */
export class ProgramSound {
  readonly track: MediaStreamTrack;
  readonly #context: AudioContext;
  readonly #output: MediaStreamAudioDestinationNode;
  readonly #meter: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  #microphone: MediaStreamAudioSourceNode | undefined;
  #tone: OscillatorNode | undefined;
  readonly #voice: GainNode;

  constructor() {
    this.#context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
    this.#output = this.#context.createMediaStreamDestination();
    this.#meter = this.#context.createAnalyser();
    this.#meter.fftSize = 1024;
    this.#samples = new Float32Array(this.#meter.fftSize);
    this.#meter.connect(this.#output);
    this.#voice = this.#context.createGain();
    this.#voice.connect(this.#meter);
    // A loudspeaker that is pulled out, or a laptop that slept, stops the context; whoever spoke is still speaking.
    this.#context.addEventListener('statechange', () => {
      if (this.#context.state !== 'closed') void this.resume();
    });
    // Silence keeps the track running while nobody speaks.
    const silence = this.#context.createConstantSource();
    silence.offset.value = 0;
    silence.connect(this.#output);
    silence.start();
    const [track] = this.#output.stream.getAudioTracks();
    if (!track) throw new Error('The audio context gave no track');
    this.track = track;
  }

  /** Browsers let sound start only after a gesture: call it from the click. */
  async resume(): Promise<void> {
    if (this.#context.state !== 'running') await this.#context.resume();
  }

  useMicrophone(track: MediaStreamTrack | undefined): void {
    this.#microphone?.disconnect();
    this.#microphone = undefined;
    if (!track) return;
    this.#microphone = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#microphone.connect(this.#voice);
  }

  /** The host's voice alone: the track goes on with silence. */
  setMuted(muted: boolean): void {
    this.#voice.gain.value = muted ? 0 : 1;
  }

  setTone(on: boolean): void {
    this.#tone?.stop();
    this.#tone?.disconnect();
    this.#tone = undefined;
    if (!on) return;
    const gain = this.#context.createGain();
    gain.gain.value = TONE_GAIN;
    this.#tone = this.#context.createOscillator();
    this.#tone.frequency.value = TONE_HZ;
    this.#tone.connect(gain).connect(this.#meter);
    this.#tone.start();
  }

  /** Loudness of this moment, 0 (silence) to 1 (full scale). */
  level(): number {
    this.#meter.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.min(1, Math.sqrt(sum / this.#samples.length) * Math.SQRT2);
  }

  close(): void {
    this.setTone(false);
    this.useMicrophone(undefined);
    this.track.stop();
    void this.#context.close();
  }
}

/** One second on the loudspeaker: whether it is heard, only the person can say. */
export async function playTone(): Promise<void> {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.gain.value = TONE_GAIN * 2;
  const tone = context.createOscillator();
  tone.frequency.value = 880;
  tone.connect(gain).connect(context.destination);
  const ended = new Promise((resolve) => tone.addEventListener('ended', resolve, { once: true }));
  tone.start();
  tone.stop(context.currentTime + 1);
  await ended;
  await context.close();
}
