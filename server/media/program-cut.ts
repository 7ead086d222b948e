import type { PictureCut } from '../contract/live.ts';
import { HOST_SILENT_MS, PICTURE_SILENT_MS } from '../domain/live/host-loss.ts';
import { Packager } from './packager/packager.ts';
import type { ProgramSink } from './packager/program-sink.ts';
import type { SourceIntake } from './packager/source-intake.ts';
import type { SenderReport } from './rtp/timeline.ts';
import type { Publisher, TrackName } from './sfu/publisher.ts';

/**
 * The program once more, with another picture: for platforms that must not get our codes. The studio sends that picture beside the program's, an
 * encoder's picture is clean by itself; the sound is the program's. Exists only while somebody takes it.
 */
export class ProgramCut {
  readonly cut: PictureCut;
  readonly #packager: Packager;
  readonly #openSource: () => void;
  #publisher: Publisher | undefined;
  #intake: SourceIntake | undefined;
  #sinks = 0;

  constructor(input: {
    cut: PictureCut;
    firstSegment: number;
    now: () => number;
    onProblem: (what: string) => void;
    requestKeyframe: (publisher: Publisher, track: TrackName) => void;
  }) {
    this.cut = input.cut;
    this.#packager = new Packager({
      sinks: [],
      firstSegment: input.firstSegment,
      now: input.now,
      onProblem: input.onProblem,
      onSourceJumped: () => this.#openSource(),
      onClock: () => {},
    });
    this.#openSource = () => {
      const publisher = this.#publisher;
      if (!publisher || publisher.closed) return;
      this.#intake = this.#packager.openSource({
        hasAudio: publisher.hasAudio,
        requestKeyframe: () => input.requestKeyframe(publisher, this.#pictureOf(publisher)),
      });
    };
  }

  get isUnused(): boolean {
    return this.#sinks === 0;
  }

  /** Whether whoever sends now sends this picture. */
  get comes(): boolean {
    return this.#publisher !== undefined && !this.#publisher.closed && this.#publisher.sendsCut(this.cut);
  }

  addSink(sink: ProgramSink): () => void {
    const remove = this.#packager.addSink(sink);
    this.#sinks += 1;
    return () => {
      remove();
      this.#sinks -= 1;
    };
  }

  follow(publisher: Publisher): void {
    this.#publisher = publisher;
    this.#openSource();
  }

  rtp(track: TrackName, packet: Buffer, atMs: number): void {
    const kind = this.#kindOf(track);
    if (kind) this.#intake?.rtp(kind, packet, atMs);
  }

  report(track: TrackName, report: SenderReport): void {
    const kind = this.#kindOf(track);
    if (kind) this.#intake?.report(kind, report);
  }

  tick(nowMs: number): void {
    this.#intake?.tick(nowMs);
    this.#packager.tick(nowMs);
    const heard = this.#intake?.lastHeardMs;
    if (!heard) return;
    const hasGone = this.#publisher?.closed ?? true;
    if (!hasGone && nowMs - heard.any <= HOST_SILENT_MS && nowMs - heard.picture <= PICTURE_SILENT_MS) return;
    this.#packager.showSlate();
    if (!hasGone) return;
    this.#intake = undefined;
    this.#packager.closeSource();
  }

  close(): void {
    this.#packager.close();
  }

  #pictureOf(publisher: Publisher): TrackName {
    return publisher.from === 'whip' ? 'video' : this.cut;
  }

  #kindOf(track: TrackName): 'audio' | 'video' | undefined {
    if (track === 'audio') return 'audio';
    return this.#publisher && track === this.#pictureOf(this.#publisher) ? 'video' : undefined;
  }
}
