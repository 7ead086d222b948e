import type { ProgramPart, ProgramSink } from '../packager/program-sink.ts';

/** What a recogniser has heard. */
export interface HeardLine {
  /** Program media time at which it was said, ms. */
  readonly mediaTimeMs: number;
  readonly text: string;
}

/**
 * The seam for speech recognition. None comes with the product: a model would have to be downloaded or a service paid. One that is plugged in gets each
 * show's sound and says lines; it does its slow work on its own time.
 */
export interface Recogniser {
  /** @param say may be called at any time until `end`; never throws */
  open(show: { episodeId: string; say: (line: HeardLine) => void }): RecogniserEar;
}

export interface RecogniserEar {
  /** AAC-LC, 48 kHz stereo, in order on the program's clock. Called five times a second: must return at once. */
  hear(sound: ProgramPart['sound']): void;
  end(): void;
}

/** The program's sound, and nothing else of it, to one ear. */
export function listen(ear: RecogniserEar): ProgramSink {
  return { part: ({ sound }) => ear.hear(sound), end: () => ear.end() };
}
