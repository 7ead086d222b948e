import type { RestreamPictureOnWire, RestreamState } from '../../contract/feeds.ts';
import type { LiveMedia } from '../live-media.ts';
import type { LiveProgram } from '../live-program.ts';
import { parseRtmpUrl } from './door.ts';
import { RestreamTarget, type TargetLog } from './restream-target.ts';

/** A platform that the host has switched on, its key opened. */
export interface WantedTarget {
  readonly id: string;
  readonly url: string;
  readonly key: string;
  readonly picture: RestreamPictureOnWire;
}

interface Running {
  readonly wanted: WantedTarget;
  readonly program: LiveProgram;
  readonly target: RestreamTarget;
  readonly detach: () => void;
}

/** Every platform that this process sends a show on to. */
export class Restreams {
  readonly #media: LiveMedia;
  readonly #allowPrivate: boolean;
  readonly #now: () => number;
  readonly #log: TargetLog;
  readonly #running = new Map<string, Running>();

  constructor(input: { media: LiveMedia; allowPrivate: boolean; now: () => number; log: TargetLog }) {
    this.#media = input.media;
    this.#allowPrivate = input.allowPrivate;
    this.#now = input.now;
    this.#log = input.log;
  }

  /** Makes it so: what is wanted runs, what isn't stops, what has changed begins anew. */
  apply(episodeId: string, wanted: readonly WantedTarget[]): void {
    const program = this.#media.find(episodeId);
    for (const [id, running] of this.#running) {
      if (running.program.episodeId !== episodeId) continue;
      const still = wanted.find((each) => each.id === id);
      if (running.program === program && !running.program.closed && still && isSame(still, running.wanted)) continue;
      this.#stop(id, running);
    }
    if (!program || program.closed) return;
    for (const each of wanted) if (!this.#running.has(each.id)) this.#start(program, each);
  }

  stateOf(targetId: string): RestreamState | undefined {
    return this.#running.get(targetId)?.target.state;
  }

  close(): void {
    for (const [id, running] of this.#running) this.#stop(id, running);
  }

  #start(program: LiveProgram, wanted: WantedTarget): void {
    const address = parseRtmpUrl(wanted.url);
    if (!address) return;
    const { picture } = wanted;
    const target = new RestreamTarget({
      place: { targetId: wanted.id, episodeId: program.episodeId, address, key: wanted.key },
      allowPrivate: this.#allowPrivate,
      comes: () => program.comes(picture),
      missing: picture === 'program' ? 'picture' : 'cut',
      now: this.#now,
      log: this.#log,
    });
    const detach = program.attach(picture, target);
    this.#running.set(wanted.id, { wanted, program, target, detach });
  }

  #stop(id: string, { target, detach }: Running): void {
    this.#running.delete(id);
    detach();
    target.close();
  }
}

const isSame = (a: WantedTarget, b: WantedTarget): boolean => a.url === b.url && a.key === b.key && a.picture === b.picture;
