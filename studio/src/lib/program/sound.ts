import { LevelMeter } from '$signage/program/level-meter.ts';

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
  readonly #meter: LevelMeter;
  #microphone: MediaStreamAudioSourceNode | undefined;
  #tone: OscillatorNode | undefined;
  readonly #voice: GainNode;
  /** What guests hear of the host: the voice as it is on air, or the talk-back that isn't. */
  readonly guestsTrack: MediaStreamTrack;
  readonly #talk: GainNode;
  readonly #guests = new Map<string, GuestVoice>();
  #muted = false;
  #talking = false;

  constructor() {
    this.#context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
    this.#output = this.#context.createMediaStreamDestination();
    this.#meter = new LevelMeter(this.#context);
    this.#meter.node.connect(this.#output);
    this.#voice = this.#context.createGain();
    this.#voice.connect(this.#meter.node);
    const toGuests = this.#context.createMediaStreamDestination();
    this.#talk = this.#context.createGain();
    this.#talk.gain.value = 0;
    this.#talk.connect(toGuests);
    this.#voice.connect(toGuests);
    // A loudspeaker that is pulled out, or a laptop that slept, stops the context; whoever spoke is still speaking.
    this.#context.addEventListener('statechange', () => {
      if (this.#context.state !== 'closed') void this.resume();
    });
    // Silence keeps the track running while nobody speaks.
    const silence = this.#context.createConstantSource();
    silence.offset.value = 0;
    silence.connect(this.#output);
    silence.connect(toGuests);
    silence.start();
    this.track = trackOf(this.#output);
    this.guestsTrack = trackOf(toGuests);
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
    this.#microphone.connect(this.#talk);
  }

  /** The host's voice alone: the track goes on with silence. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#mix();
  }

  /** 通话: the host's voice goes to the guests alone, and not into the program. */
  setTalking(talking: boolean): void {
    this.#talking = talking;
    this.#mix();
  }

  /**
   * A guest's voice; undefined takes it away.
   * @param how.gain in the program, 1 as it came
   * @param how.heard on the host's own loudspeaker
   */
  useGuest(guestId: string, track: MediaStreamTrack | undefined, how: { gain: number; heard: boolean }): void {
    const known = this.#guests.get(guestId);
    if (known && known.track !== track) {
      known.close();
      this.#guests.delete(guestId);
    }
    if (!track) return;
    const voice = this.#guests.get(guestId) ?? new GuestVoice(this.#context, track, this.#output);
    this.#guests.set(guestId, voice);
    voice.set(how);
  }

  /** Whose voices are held, for who takes away those that have gone. */
  get guestIds(): string[] {
    return [...this.#guests.keys()];
  }

  #mix(): void {
    this.#voice.gain.value = this.#muted || this.#talking ? 0 : 1;
    this.#talk.gain.value = this.#talking ? 1 : 0;
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
    this.#tone.connect(gain).connect(this.#meter.node);
    this.#tone.start();
  }

  /** @returns the loudest moment of the last 0.17 s, 0 (silence) to 1 (full scale) */
  level(): number {
    return this.#meter.level();
  }

  close(): void {
    this.setTone(false);
    this.useMicrophone(undefined);
    for (const voice of this.#guests.values()) voice.close();
    this.#guests.clear();
    this.track.stop();
    void this.#context.close();
  }
}

/** One guest in the program, and on the host's loudspeaker. */
class GuestVoice {
  readonly track: MediaStreamTrack;
  readonly #source: MediaStreamAudioSourceNode;
  readonly #gain: GainNode;
  /** Chromium gives a received track's sound to an audio graph only while an element plays it, too. */
  readonly #element = new Audio();

  constructor(context: AudioContext, track: MediaStreamTrack, output: AudioNode) {
    this.track = track;
    const stream = new MediaStream([track]);
    this.#element.muted = true;
    this.#element.srcObject = stream;
    // Muted, it may always play.
    void this.#element.play().catch(() => undefined);
    this.#source = context.createMediaStreamSource(stream);
    this.#gain = context.createGain();
    this.#gain.gain.value = 0;
    this.#source.connect(this.#gain).connect(output);
  }

  set({ gain, heard }: { gain: number; heard: boolean }): void {
    // Not at once, which would click.
    this.#gain.gain.setTargetAtTime(gain, this.#gain.context.currentTime, 0.015);
    this.#element.muted = !heard;
  }

  close(): void {
    this.#source.disconnect();
    this.#gain.disconnect();
    this.#element.srcObject = null;
  }
}

function trackOf(output: MediaStreamAudioDestinationNode): MediaStreamTrack {
  const [track] = output.stream.getAudioTracks();
  if (!track) throw new Error('The audio context gave no track');
  return track;
}
