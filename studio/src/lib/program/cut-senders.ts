import type { types } from 'mediasoup-client';
import type { PictureCut } from '../../../../server/contract/live.ts';
import { holdResolution, SENDER } from './sender.ts';

/** Sends further pictures on the program's own transport, as they come to be wanted. One that fails never harms the program. */
export class CutSenders {
  readonly #producers = new Map<PictureCut, types.Producer>();
  #wanted: ReadonlyMap<PictureCut, MediaStreamTrack> = new Map();
  #transport: types.Transport | undefined;
  #work: Promise<void> = Promise.resolve();

  want(tracks: ReadonlyMap<PictureCut, MediaStreamTrack>): void {
    this.#wanted = tracks;
    this.#then();
  }

  /** The program goes out on this transport now; undefined: on none. */
  follow(transport: types.Transport | undefined): void {
    this.#transport = transport;
    this.#producers.clear();
    this.#then();
  }

  #then(): void {
    this.#work = this.#work.then(() => this.#settle()).catch(() => undefined);
  }

  async #settle(): Promise<void> {
    const transport = this.#transport;
    for (const [cut, producer] of this.#producers) {
      if (this.#wanted.get(cut) === producer.track && !producer.closed) continue;
      producer.close();
      this.#producers.delete(cut);
    }
    if (!transport || transport.closed) return;
    for (const [cut, track] of this.#wanted) {
      if (this.#producers.has(cut) || track.readyState === 'ended') continue;
      const producer = await transport.produce({
        track,
        stopTracks: false,
        appData: { cut },
        encodings: [{ maxBitrate: SENDER.ceiling, maxFramerate: SENDER.fps }],
        codecOptions: { videoGoogleStartBitrate: SENDER.start / 1000, videoGoogleMinBitrate: SENDER.floor / 1000 },
      });
      if (this.#transport !== transport) return;
      this.#producers.set(cut, producer);
      if (producer.rtpSender) await holdResolution(producer.rtpSender, SENDER);
    }
  }
}
