import type { IncomingPicture } from '#server/contract/feeds.ts';
import type { PictureCut } from '#server/contract/live.ts';
import { authorization } from '$lib/api.ts';
import type { CanvasFormat } from '$lib/program/canvas.ts';
import { ProgramPublisher, type PublisherState, publisherSignalling } from '$lib/program/publisher.ts';
import { type SenderFigures, senderLimits } from '$lib/program/sender.ts';
import { wordRefusal } from './wording.ts';

/** Sends the program of one episode, and says how it goes. */
export class OnAir {
  state = $state<PublisherState>('stopped');
  figures = $state<SenderFigures>();
  /** What trying again won't mend, in words that say what to do. */
  refused = $state<string>();
  readonly #episodeId: string;
  #publisher: ProgramPublisher | undefined;
  #cuts: ReadonlyMap<PictureCut, MediaStreamTrack> = new Map();

  readonly #onFigures: (figures: SenderFigures) => void;

  constructor(episodeId: string, onFigures: (figures: SenderFigures) => void) {
    this.#episodeId = episodeId;
    this.#onFigures = onFigures;
  }

  /** Further pictures for other platforms, while one of them is switched on. */
  sendCuts(tracks: ReadonlyMap<PictureCut, MediaStreamTrack>): void {
    this.#cuts = tracks;
    this.#publisher?.sendCuts(tracks);
  }

  start(tracks: { video: MediaStreamTrack; audio: MediaStreamTrack }, format: CanvasFormat): void {
    this.#publisher?.stop();
    this.refused = undefined;
    this.#publisher = new ProgramPublisher({
      ...tracks,
      limits: senderLimits(format),
      signalling: publisherSignalling(`/api/live/${this.#episodeId}`, authorization),
      events: {
        state: (state) => {
          this.state = state;
        },
        figures: (figures) => {
          this.figures = figures;
          this.#onFigures(figures);
        },
        refused: (code, words) => {
          this.refused = words ?? wordRefusal(code);
        },
      },
    });
    this.#publisher.sendCuts(this.#cuts);
    this.#publisher.start();
  }

  /** An encoder that isn't ours sends in our place: this only says how it goes. */
  followEncoder(incoming: IncomingPicture | null): void {
    this.#publisher?.stop();
    this.#publisher = undefined;
    this.state = incoming?.onAir ? 'on-air' : 'connecting';
    this.figures = incoming
      ? {
          bitrate: incoming.bitrate,
          fps: incoming.fps,
          width: incoming.width ?? 0,
          height: incoming.height ?? 0,
          limitedBy: 'none',
          way: undefined,
        }
      : undefined;
  }

  stop(): void {
    this.#publisher?.stop();
    this.#publisher = undefined;
    this.state = 'stopped';
  }
}
