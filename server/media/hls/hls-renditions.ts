import type { ProgramPart, ProgramSink } from '../packager/program-sink.ts';
import { CaptionTrack } from './caption-track.ts';
import { type HlsAnswer, HlsOrigin } from './hls-origin.ts';
import { PART_TARGET_S, renderMultivariantPlaylist, SOUND_PART_TARGET_S } from './playlist.ts';
import { SoundOnly } from './sound-only.ts';

export const VIDEO_PLAYLIST = 'video.m3u8';
export const SOUND_PLAYLIST = 'audio.m3u8';
export const CAPTION_PLAYLIST = 'captions.m3u8';

/** One program in every form that HLS has it in: picture with sound, the sound alone, and its captions. Each tells where the others are. */
export class HlsRenditions implements ProgramSink {
  readonly video: HlsOrigin;
  readonly sound: HlsOrigin;
  readonly captions: CaptionTrack;
  readonly #sinks: readonly ProgramSink[];

  /** Numbers and folder as HlsOrigin has them; the sound's and the captions' folder has a letter more. */
  constructor(input: { firstSegment: number; firstDiscontinuity: number; folder: string; epochMs: () => number }) {
    this.video = new HlsOrigin({
      ...input,
      partTargetS: PART_TARGET_S,
      reports: () => this.sound.reportAs(SOUND_PLAYLIST),
    });
    this.sound = new HlsOrigin({
      ...input,
      folder: `${input.folder}a`,
      partTargetS: SOUND_PART_TARGET_S,
      reports: () => this.video.reportAs(VIDEO_PLAYLIST),
    });
    this.captions = new CaptionTrack({ ...input, folder: `${input.folder}c` });
    // The sound first: who waits for a part of the picture is told of one that is there.
    this.#sinks = [new SoundOnly(this.sound), this.captions, this.video];
  }

  part(part: ProgramPart): void {
    for (const sink of this.#sinks) sink.part(part);
  }

  end(): void {
    for (const sink of this.#sinks) sink.end();
  }

  byFolder(folder: string): HlsOrigin | undefined {
    return [this.video, this.sound].find((origin) => origin.folder === folder);
  }

  /** Waits for the first complete segment: a player that finds parts without an EXTINF comes back only 3 s later. */
  async multivariant(): Promise<HlsAnswer<string>> {
    const [video, sound] = await Promise.all([this.video.variant(VIDEO_PLAYLIST), this.sound.variant(SOUND_PLAYLIST)]);
    if (!video.ok) return video;
    if (!sound.ok) return sound;
    return { ok: true, body: renderMultivariantPlaylist([video.body, sound.body], { captions: CAPTION_PLAYLIST }) };
  }
}
