import type { ProgramPart, ProgramSink } from '../packager/program-sink.ts';
import { SmallPicture } from '../small/small-picture.ts';
import { CaptionTrack } from './caption-track.ts';
import { type HlsAnswer, HlsOrigin } from './hls-origin.ts';
import { PART_TARGET_S, renderMultivariantPlaylist, SOUND_PART_TARGET_S } from './playlist.ts';
import { SoundOnly } from './sound-only.ts';

export const VIDEO_PLAYLIST = 'video.m3u8';
export const SMALL_PLAYLIST = 'small.m3u8';
export const SOUND_PLAYLIST = 'audio.m3u8';
export const CAPTION_PLAYLIST = 'captions.m3u8';

/**
 * One program in every form that HLS has it in: picture with sound, a smaller picture where the machine has room for one, the sound alone, and its
 * captions. Each tells where the others are.
 */
export class HlsRenditions implements ProgramSink {
  readonly video: HlsOrigin;
  readonly sound: HlsOrigin;
  readonly captions: CaptionTrack;
  readonly #sinks: readonly ProgramSink[];
  #small: HlsOrigin | undefined;

  /**
   * Numbers and folder as HlsOrigin has them; the other renditions' folders have a letter more.
   * @param input.small makes the smaller picture too, until the machine can't keep up; then `dropped` hears why, once
   */
  constructor(input: {
    firstSegment: number;
    firstDiscontinuity: number;
    folder: string;
    epochMs: () => number;
    small?: { dropped: (why: unknown) => void };
  }) {
    const { small, ...numbers } = input;
    this.video = new HlsOrigin({
      ...numbers,
      partTargetS: PART_TARGET_S,
      reports: () => [...this.#smallReport(), ...this.sound.reportAs(SOUND_PLAYLIST)],
    });
    this.sound = new HlsOrigin({
      ...numbers,
      folder: `${input.folder}a`,
      partTargetS: SOUND_PART_TARGET_S,
      reports: () => [...this.video.reportAs(VIDEO_PLAYLIST), ...this.#smallReport()],
    });
    this.captions = new CaptionTrack({ ...numbers, folder: `${input.folder}c` });
    // The sound first: who waits for a part of the picture is told of one that is there.
    this.#sinks = [new SoundOnly(this.sound), this.captions, this.video, ...(small ? [this.#openSmall(numbers, small.dropped)] : [])];
  }

  /** Absent where none is made, and from the moment on that it was given up. */
  get small(): HlsOrigin | undefined {
    return this.#small;
  }

  part(part: ProgramPart): void {
    for (const sink of this.#sinks) sink.part(part);
  }

  end(): void {
    for (const sink of this.#sinks) sink.end();
  }

  byFolder(folder: string): HlsOrigin | undefined {
    return [this.video, this.sound, this.#small].find((origin) => origin?.folder === folder);
  }

  /** Waits for the first complete segment: a player that finds parts without an EXTINF comes back only 3 s later. */
  async multivariant(): Promise<HlsAnswer<string>> {
    const [video, sound, small] = await Promise.all([
      this.video.variant(VIDEO_PLAYLIST),
      this.sound.variant(SOUND_PLAYLIST),
      // It comes a moment behind the others; one that is given up meanwhile says so.
      this.#small?.variant(SMALL_PLAYLIST),
    ]);
    if (!video.ok) return video;
    if (!sound.ok) return sound;
    const variants = [video.body, ...(small?.ok ? [small.body] : []), sound.body];
    return { ok: true, body: renderMultivariantPlaylist(variants, { captions: CAPTION_PLAYLIST }) };
  }

  #openSmall(
    numbers: { firstSegment: number; firstDiscontinuity: number; folder: string; epochMs: () => number },
    dropped: (why: unknown) => void,
  ): SmallPicture {
    const origin = new HlsOrigin({
      ...numbers,
      folder: `${numbers.folder}s`,
      partTargetS: PART_TARGET_S,
      reports: () => [...this.video.reportAs(VIDEO_PLAYLIST), ...this.sound.reportAs(SOUND_PLAYLIST)],
    });
    this.#small = origin;
    return new SmallPicture({
      to: origin,
      dropped: (why) => {
        // Whoever watches it finds nothing more, and takes the program's own.
        this.#small = undefined;
        origin.drop();
        dropped(why);
      },
    });
  }

  #smallReport() {
    return this.#small?.reportAs(SMALL_PLAYLIST) ?? [];
  }
}
