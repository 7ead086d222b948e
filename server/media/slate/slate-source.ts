import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIO_TIMESCALE, VIDEO_TIMESCALE } from '../fmp4/init-segment.ts';
import type { AudioSample } from '../fmp4/media-part.ts';
import { readPictures } from '../h264/annex-b.ts';
import type { AccessUnit } from '../h264/depacketizer.ts';
import { OpusToAac } from '../packager/opus-to-aac.ts';
import type { TimedUnit } from '../packager/source-intake.ts';

/** Five pictures a second: each is a part of its own. */
const PICTURE_MS = 200;

let loop: AccessUnit[] | undefined;

/** Read once a process: scripts/slate says how the file is made. */
function pictures(): AccessUnit[] {
  loop ??= readPictures(readFileSync(join(import.meta.dirname, 'slate.h264')));
  return loop;
}

export interface SlateEvents {
  picture(picture: TimedUnit): void;
  sound(sample: AudioSample): void;
}

/** What HLS, recording and restream get while the host is away: a still picture and silence, on the program's clock. */
export class SlateSource {
  readonly #events: SlateEvents;
  readonly #startMs: number;
  readonly #aac = new OpusToAac();
  #sent = 0;

  constructor(input: { startMs: number; events: SlateEvents }) {
    this.#startMs = input.startMs;
    this.#events = input.events;
    this.#aac.begin(Math.round((input.startMs * AUDIO_TIMESCALE) / 1000));
  }

  get sound(): { specificConfig: Buffer; channels: number } {
    return { specificConfig: this.#aac.specificConfig, channels: this.#aac.channels };
  }

  /** Sends what is due at this program time. */
  playUntil(programMs: number): void {
    const all = pictures();
    for (;;) {
      const atMs = this.#startMs + this.#sent * PICTURE_MS;
      const unit = all[this.#sent % all.length];
      if (atMs > programMs || !unit) break;
      this.#sent += 1;
      this.#events.picture({ time: Math.round((atMs * VIDEO_TIMESCALE) / 1000), unit });
    }
    for (const sample of this.#aac.padTo(Math.round((programMs * AUDIO_TIMESCALE) / 1000))) this.#events.sound(sample);
  }

  close(): void {
    this.#aac.close();
  }
}
