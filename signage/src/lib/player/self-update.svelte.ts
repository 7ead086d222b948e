import type { PlayerHealth } from '#server/contract/screens.ts';
import { slotMs } from '#server/domain/screen/cadence.ts';
import { provingSlides } from './rehearsal.ts';
import type { WorkerSays } from './releases.ts';
import type { Shelf } from './shelf.ts';

export interface SelfUpdateParts {
  slot: string;
  /** The build of this page. */
  release: string;
  container: Pick<ServiceWorkerContainer, 'controller' | 'addEventListener'>;
  store: Shelf;
  /** Whether that build plays here, out of sight. */
  rehearse(release: string): Promise<boolean>;
  /** A show or a takeover stands, or somebody uses the kiosk: two players in one box would be felt. */
  isBusy(): boolean;
  /** A page that nobody sees is painted by no browser, and can prove nothing. */
  isHidden(): boolean;
  /** The studio should hear of it. */
  report(id: string, why: string): void;
  /**
   * Leaves the page, for the next one is another build's. `quiet`: between two slides, and when nothing stands over them; `untouched`: this page presents
   * nothing that is worth waiting for, and only somebody at the kiosk is.
   */
  leave(when: 'quiet' | 'untouched'): void;
}

/** On the glass the next slide must come so long after the one that stands has had its time. */
const probationMs = 90_000;
/** A thousand boxes that hear of a new build at once fetch it over two minutes. */
const spreadMs = 120_000;
const askAgainMs = 10 * 60_000;
const busyForMs = 60_000;
const answersWithinMs = 10_000;

/**
 * 自更新: the newer build is fetched beside this one and rehearsed out of sight, under the slides that go on, with this wall's own manifest. Only when it
 * has painted its slides it is taken, between two of them; what fails in rehearsal never sees the glass. On the glass it is on probation: until it has
 * presented its slides there, the worker keeps what it replaced, and goes back to it.
 */
export class SelfUpdate {
  state: NonNullable<PlayerHealth['updateState']> = 'current';
  readonly #parts: SelfUpdateParts;
  #registration: ServiceWorkerRegistration | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #probation: ReturnType<typeof setTimeout> | undefined;
  #lookingAgain: ReturnType<typeof setTimeout> | undefined;
  #presented = 0;
  #isLooking = false;
  /** The next page is another build's. */
  #isTaken = false;

  constructor(parts: SelfUpdateParts) {
    this.#parts = parts;
    if (parts.store.getItem(this.#key('trial')) !== parts.release) return;
    this.state = 'probation';
    this.#expectSlide(0);
  }

  follow(registration: ServiceWorkerRegistration): void {
    this.#registration = registration;
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed') void this.#look();
      });
    });
    // Another wall of this box may have taken it: what this page would still load of its own build is not kept for ever.
    this.#parts.container.addEventListener('controllerchange', () => void this.#replaced());
    void this.#learnOfTrial().then(() => this.#look());
  }

  /** The server says which build it has. */
  heard(release: string): void {
    if (release === this.#parts.release || this.#asking !== undefined || this.#isBad(release) || this.#registration === undefined) return;
    this.#asking = setTimeout(() => {
      this.#registration?.update().catch(() => undefined); // no line: heard of again with the next tick
      setTimeout(() => {
        this.#asking = undefined;
      }, askAgainMs);
    }, Math.random() * spreadMs);
  }

  /** A slide stands on the glass, also where somebody's session at the kiosk lies over it; or whatever a device shows that has no board. */
  presented(slide: { dwellMs: number }): void {
    const { container, release, store } = this.#parts;
    this.#presented += 1;
    if (this.#presented === provingSlides) container.controller?.postMessage(`proved ${release}`);
    if (this.state !== 'probation') return;
    if (this.#presented < provingSlides) {
      this.#expectSlide(slotMs(slide));
      return;
    }
    clearTimeout(this.#probation);
    store.removeItem(this.#key('trial'));
    this.state = 'current';
    void this.#look();
  }

  stop(): void {
    for (const timer of [this.#asking, this.#probation, this.#lookingAgain]) clearTimeout(timer);
  }

  /** Whether what this slot took last was given up since, by the worker or by its own page. */
  async #learnOfTrial(): Promise<void> {
    const { container, store, release } = this.#parts;
    const trial = store.getItem(this.#key('trial'));
    if (trial === null || trial === release || container.controller === null) return;
    const known = await ask(container.controller, 'which');
    if (known?.refused === trial) this.#refuse(trial, 'ROLLED_BACK');
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      for (let next = await this.#candidate(); next !== undefined; next = await this.#candidate()) {
        const { isBusy, isHidden } = this.#parts;
        if (isBusy() || isHidden() || !(await this.#try(next))) {
          this.#lookingAgain = setTimeout(() => void this.#look(), busyForMs);
          return;
        }
      }
    } finally {
      this.#isLooking = false;
    }
  }

  /** A build that waits for a rehearsal: its worker waits, too, or works already because the browser has begun anew since it came. */
  async #candidate(): Promise<Candidate | undefined> {
    const { waiting, active } = this.#registration ?? {};
    // The first worker of all waits too, for a moment; there is nothing that it would replace.
    if (!active || this.#isTaken || this.state === 'probation') return undefined;
    for (const worker of [waiting, active]) {
      const known = worker ? await ask(worker, 'which') : undefined;
      if (!worker || known === undefined || known.release === this.#parts.release) continue;
      // Given up by this wall, or by another of this box.
      if (!this.#isBad(known.release) && known.refused !== known.release) return { worker, release: known.release };
    }
    return undefined;
  }

  /** @returns whether that is settled */
  async #try({ worker, release }: Candidate): Promise<boolean> {
    this.state = 'installing';
    const plays = await this.#parts.rehearse(release);
    // A newer one has come meanwhile, or another wall of this box has taken this one.
    if (this.#isTaken || worker.state === 'redundant') return true;
    if (!plays) {
      if (this.#parts.isHidden()) return false;
      this.#refuse(release, 'UPDATE_REFUSED');
      return true;
    }
    this.#isTaken = true;
    this.#parts.store.setItem(this.#key('trial'), release);
    // One that waits begins to work, and says so by taking this page over.
    if (worker === this.#registration?.waiting) worker.postMessage('take');
    else if ((await ask(worker, 'take'))?.serves === release) this.#parts.leave('quiet');
    return true;
  }

  /** Another worker keeps this page now: the next page is what that one opens. */
  async #replaced(): Promise<void> {
    const { container, release, store, leave } = this.#parts;
    const { controller } = container;
    if (controller === null) return;
    await working(controller);
    const next = (await ask(controller, 'which'))?.serves;
    if (next === undefined || next === release || this.#isBad(next)) return;
    this.#isTaken = true;
    store.setItem(this.#key('trial'), next);
    leave('quiet');
  }

  #expectSlide(standsMs: number): void {
    clearTimeout(this.#probation);
    this.#probation = setTimeout(() => void this.#giveUp(), standsMs + probationMs);
  }

  async #giveUp(): Promise<void> {
    const { container, release, store, report, leave, isHidden } = this.#parts;
    if (isHidden()) {
      this.#expectSlide(0);
      return;
    }
    const answer = container.controller === null ? undefined : await ask(container.controller, 'roll-back');
    if (answer?.refused === release) {
      leave('untouched');
      return;
    }
    // Nothing to go back to: better this than a page that begins anew for ever.
    store.removeItem(this.#key('trial'));
    this.state = 'current';
    report(`release ${release}`, 'NOT_PROVED');
  }

  #refuse(release: string, why: string): void {
    const { store, report } = this.#parts;
    store.removeItem(this.#key('trial'));
    store.setItem(this.#key('bad'), release);
    this.state = 'rolled-back';
    report(`release ${release}`, why);
  }

  #isBad(release: string): boolean {
    return this.#parts.store.getItem(this.#key('bad')) === release;
  }

  #key(what: string): string {
    return `gangbo-player-${what}-${this.#parts.slot}`;
  }
}

interface Candidate {
  worker: ServiceWorker;
  release: string;
}

/** It has begun, and has put down what it opens. */
function working(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (worker.state !== 'activated' && worker.state !== 'redundant') return;
      worker.removeEventListener('statechange', look);
      resolve();
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/** @returns undefined where it doesn't answer: replaced, or of a build that knows no such question */
function ask(asked: ServiceWorker, what: 'which' | 'take' | 'roll-back'): Promise<WorkerSays | undefined> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(undefined), answersWithinMs);
    port1.onmessage = ({ data }: MessageEvent<WorkerSays>) => {
      clearTimeout(timer);
      port1.close();
      resolve(data);
    };
    asked.postMessage(what, [port2]);
  });
}
