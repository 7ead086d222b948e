import { writeInitSegment } from '#server/media/fmp4/init-segment.ts';
import { PartCutter } from '#server/media/packager/part-cutter.ts';
import type { ProgramMap, ProgramSink } from '#server/media/packager/program-sink.ts';
import { SlateSource } from '#server/media/slate/slate-source.ts';

const cut = { partMs: 200, longestPartMs: 240, segmentMs: 1800, longestSegmentMs: 3250 };

/** A program without a host: the slate's real pictures and silence, as fast as they are asked for. */
export class SlateProgram {
  readonly #slate: SlateSource;
  readonly #cutter: PartCutter;
  #map: ProgramMap | undefined;
  #untilMs: number;

  constructor(sink: Pick<ProgramSink, 'part'>, startMs = 0) {
    this.#untilMs = startMs;
    this.#cutter = new PartCutter({ ...cut, firstSegment: 0 }, (part) => sink.part(part));
    this.#slate = new SlateSource({
      startMs,
      events: {
        picture: ({ time, unit: { sps, pps, isKeyframe, nals } }) => {
          if (!this.#map && sps && pps) {
            const { sound } = this.#slate;
            this.#map = { id: 0, ...writeInitSegment({ video: { sps, pps }, audio: sound }), sound };
          }
          if (this.#map) this.#cutter.pushVideo({ time, isKeyframe, nals, map: this.#map, repeat: () => undefined });
        },
        sound: (sample) => this.#cutter.pushAudio(sample),
      },
    });
  }

  /** @param ms how much of it */
  play(ms: number): void {
    this.#untilMs += ms;
    this.#slate.playUntil(this.#untilMs);
  }

  end(): void {
    this.#cutter.breakOff();
    this.#slate.close();
  }
}
