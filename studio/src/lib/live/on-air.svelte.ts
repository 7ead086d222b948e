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

  readonly #onFigures: (figures: SenderFigures) => void;

  constructor(episodeId: string, onFigures: (figures: SenderFigures) => void) {
    this.#episodeId = episodeId;
    this.#onFigures = onFigures;
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
    this.#publisher.start();
  }

  stop(): void {
    this.#publisher?.stop();
    this.#publisher = undefined;
  }
}
