import type { ScreenEvent } from '#server/contract/screens.ts';
import type { Enrolled } from './enrolment.svelte.ts';
import { Feed } from './feed.ts';
import { isElsewhere, isOfTheNetwork, isUnproven } from './quietly.ts';
import { ScreenApi, type TimeHeard, type Wire } from './screen-api.ts';
import { type Draws, Siblings } from './siblings.ts';

export interface ServerLineParts {
  wire: Wire;
  draws(): Draws;
  /** Of the manifest that is held: the server says nothing where that is the newest. */
  heldHash(): string | undefined;
  heardTime(time: TimeHeard): void;
  heard(event: ScreenEvent): void;
  /** A manifest that is not the one held. */
  received(text: string): Promise<void>;
  /** The server was reached: what waits for it may go. */
  reached(api: ScreenApi): void;
  /** The server knows this key no more, or another device is this screen now. */
  lost(why: 'revoked' | 'elsewhere'): Promise<void>;
  report(id: string, why: string): void;
}

/** What one paired screen has with its server: a session that its key opens, the stream, and asking for the newest manifest, one question at a time. */
export class ServerLine {
  readonly #parts: ServerLineParts;
  #api: ScreenApi | undefined;
  #siblings: Siblings | undefined;
  #feed: Feed | undefined;
  #fetching: Promise<void> | undefined;
  #fetchAgain = false;
  #isResting = false;
  #stopped = false;

  constructor(parts: ServerLineParts) {
    this.#parts = parts;
  }

  /** None until the device is paired. */
  get api(): ScreenApi | undefined {
    return this.#api;
  }

  get connected(): boolean {
    return this.#feed?.connected ?? false;
  }

  open({ screenId, adoption }: Enrolled, keys: CryptoKeyPair): void {
    this.close();
    const siblings = new Siblings({ screenId, draws: this.#parts.draws(), version: () => this.#api?.version });
    this.#siblings = siblings;
    const api = new ScreenApi({ screenId, keys, wire: this.#parts.wire, adoption, start: (prove) => siblings.start(prove) });
    this.#api = api;
    // A start takes the screen over, whoever else has its key, but for the other page of its own browser; what follows renews only this.
    void this.proveAgain().then(() => this.#listen(api));
  }

  close(): void {
    this.#feed?.stop();
    this.#feed = undefined;
    this.#siblings?.close();
    this.#siblings = undefined;
    this.#api = undefined;
  }

  stop(): void {
    this.#stopped = true;
    this.#feed?.stop();
    this.#siblings?.close();
  }

  rest(): void {
    this.#isResting = true;
    this.#feed?.rest();
  }

  wake(): void {
    this.#isResting = false;
    this.#feed?.wake();
  }

  /** Something else that was asked got no answer. */
  doubt(): void {
    this.#feed?.doubt();
  }

  /** Asked for while an answer is on its way, it is asked once more afterwards. */
  fetch(): Promise<void> {
    if (this.#fetching) {
      this.#fetchAgain = true;
      return this.#fetching;
    }
    this.#fetching = this.#fetchOnce().finally(() => {
      this.#fetching = undefined;
      if (!this.#fetchAgain) return;
      this.#fetchAgain = false;
      void this.fetch();
    });
    return this.#fetching;
  }

  /** Another device may have become this screen, or this one has already become another again: the key says which. */
  async proveAgain(): Promise<void> {
    try {
      await this.#api?.openSession();
    } catch (error) {
      if (isUnproven(error)) await this.#parts.lost('revoked');
      else if (isElsewhere(error)) await this.#parts.lost('elsewhere');
      // Not reached, or by something that stands in between (a portal that wants a password): whoever opens the next stream is asked for the key.
      else if (!isOfTheNetwork(error)) this.#parts.report('player', String(error));
    }
  }

  async #fetchOnce(): Promise<void> {
    const { heldHash, heardTime, received, reached, lost, report } = this.#parts;
    const api = this.#api;
    if (api === undefined || this.#stopped) return;
    try {
      const { text, ...heard } = await api.manifest(heldHash());
      // Revoked, or somebody else's screen, while the answer was on its way.
      if (this.#api !== api) return;
      heardTime(heard);
      if (text !== undefined) await received(text);
      if (this.#api === api) reached(api);
    } catch (error) {
      if (isUnproven(error)) await lost('revoked');
      else if (isElsewhere(error)) await lost('elsewhere');
      // Whatever it is, the glass plays what it has, the feed asks again, and the studio hears of it.
      else if (!isOfTheNetwork(error)) report('player', String(error));
    }
  }

  #listen(api: ScreenApi): void {
    if (this.#api !== api || this.#stopped) return;
    this.#feed = new Feed({
      url: api.eventsUrl,
      wire: this.#parts.wire,
      heard: (event) => this.#parts.heard(event),
      opened: () => void this.fetch(),
      poll: () => this.fetch(),
    });
    if (this.#isResting) this.#feed.rest();
    void this.fetch();
  }
}
