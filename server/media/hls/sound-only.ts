import { AAC_CODEC, AUDIO_TIMESCALE, writeSoundInit } from '../fmp4/init-segment.ts';
import { type AudioSample, writeMediaPart } from '../fmp4/media-part.ts';
import type { ProgramMap, ProgramPart, ProgramSink } from '../packager/program-sink.ts';

/** One AAC-LC frame of stereo silence. */
const SILENCE = Buffer.from([0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80]);
const AAC_FRAME = 1024;

/**
 * The sound of the same parts, under the same numbers: for a poor line, and for whoever listens while doing something else. Each part has sound, also
 * one that the host's loss left without: a number that nothing stands behind would be a hole in the playlist.
 */
export class SoundOnly implements ProgramSink {
  readonly #to: ProgramSink;
  readonly #maps = new Map<number, ProgramMap>();
  #sequence = 1;
  /** Where the last part ended, on the sound's clock. */
  #end = 0;

  constructor(to: ProgramSink) {
    this.#to = to;
  }

  part(part: ProgramPart): void {
    const audio = part.sound.length > 0 ? part.sound : silenceFor(part, this.#end);
    const [first] = audio;
    if (!first) return;
    const samples = audio.reduce((sum, sample) => sum + sample.duration, 0);
    this.#end = first.time + samples;
    this.#to.part({
      ...part,
      map: this.#mapOf(part.map),
      isIndependent: true,
      timeMs: (first.time * 1000) / AUDIO_TIMESCALE,
      durationMs: (samples * 1000) / AUDIO_TIMESCALE,
      bytes: writeMediaPart({ sequence: this.#sequence++, video: [], audio }),
      sound: audio,
    });
  }

  end(): void {
    this.#to.end();
  }

  #mapOf(map: ProgramMap): ProgramMap {
    const known = this.#maps.get(map.id);
    if (known) return known;
    const own = { id: map.id, bytes: writeSoundInit(map.sound), codecs: AAC_CODEC, width: 0, height: 0, sound: map.sound };
    // Maps follow one another: only the newest is asked for again.
    this.#maps.clear();
    this.#maps.set(map.id, own);
    return own;
  }
}

/** From where the sound before ends, which may be a frame beyond its picture. */
function silenceFor({ timeMs, durationMs }: ProgramPart, soundEnd: number): AudioSample[] {
  const start = Math.max(Math.round((timeMs * AUDIO_TIMESCALE) / 1000), soundEnd);
  const end = ((timeMs + durationMs) * AUDIO_TIMESCALE) / 1000;
  const frames = Math.max(Math.floor((end - start) / AAC_FRAME), 1);
  return Array.from({ length: frames }, (_, index) => ({ time: start + index * AAC_FRAME, duration: AAC_FRAME, data: SILENCE }));
}
