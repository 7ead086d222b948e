import { Refusal } from '../services/refusal.ts';
import type { LiveMedia } from './live-media.ts';
import type { ProgramRoom } from './sfu/program-room.ts';
import type { Publisher } from './sfu/publisher.ts';

/** A check lasts ten seconds; whoever forgets to close it is closed. */
const LASTS_MS = 30_000;
/** At 2.5 Mbit/s each this is what a small server takes in beside a show. */
const MOST_AT_ONCE = 8;

interface Check {
  readonly person: string;
  readonly room: ProgramRoom;
  readonly publisher: Publisher;
  readonly timer: NodeJS.Timeout;
}

/** 网络检查: hosts who send a picture that nobody sees, to learn what the line carries. One a person, a few at a time, each with an end. */
export class LineChecks {
  readonly #media: Pick<LiveMedia, 'openRehearsal'>;
  readonly #checks = new Map<string, Check>();

  constructor(media: Pick<LiveMedia, 'openRehearsal'>) {
    this.#media = media;
  }

  /** @throws Refusal LIVE_UNAVAILABLE, TOO_MANY_REQUESTS */
  async open(person: string): Promise<{ publisher: Publisher; room: ProgramRoom }> {
    for (const [id, check] of this.#checks) if (check.person === person) this.#end(id);
    if (this.#checks.size >= MOST_AT_ONCE) throw new Refusal('TOO_MANY_REQUESTS', { seconds: LASTS_MS / 1000 });
    const room = this.#media.openRehearsal();
    const publisher = await room.openPublisher();
    const timer = setTimeout(() => this.#end(publisher.id), LASTS_MS);
    timer.unref();
    this.#checks.set(publisher.id, { person, room, publisher, timer });
    return { publisher, room };
  }

  /** @throws Refusal LIVE_SESSION_GONE */
  require(person: string, id: string): Publisher {
    const check = this.#checks.get(id);
    if (check?.person !== person) throw new Refusal('LIVE_SESSION_GONE');
    return check.publisher;
  }

  close(person: string, id: string): void {
    this.require(person, id);
    this.#end(id);
  }

  #end(id: string): void {
    const check = this.#checks.get(id);
    if (!check) return;
    this.#checks.delete(id);
    clearTimeout(check.timer);
    check.room.close();
  }
}
