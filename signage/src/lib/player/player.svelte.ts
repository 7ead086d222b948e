import type { ScreenEvent } from '#server/contract/screens.ts';
import type { SignedManifest, Slide } from '#server/domain/board/manifest.ts';
import { type Heard, mayBeShown, stillNews } from '#server/domain/board/survive.ts';
import { isTakenOff, survivingAt } from '#server/domain/programme/on-glass.ts';
import { noteBoot } from './boots.ts';
import { Carousel } from './carousel.ts';
import { ComingTurns, comingSlide } from './coming-show.ts';
import { type Enrolled, Enrolment } from './enrolment.svelte.ts';
import { Feed } from './feed.ts';
import { Health } from './health.ts';
import { IdbJournals } from './journal-idb.ts';
import { LastHeard } from './last-heard.ts';
import { type OnGlass, Orders } from './orders.svelte.ts';
import { coverOf, PlayCounter } from './play-counter.ts';
import { preload } from './preload.ts';
import { Proofs } from './proofs.ts';
import { isOfTheNetwork, isUnproven, quietly } from './quietly.ts';
import { recallManifest, receiveManifest } from './receive-manifest.ts';
import { ScreenApi, type Wire } from './screen-api.ts';
import { ShowOnGlass } from './show-on-glass.svelte.ts';
import { PlayerStore, type Slot } from './store.ts';
import { TakeoverNow } from './takeover-now.svelte.ts';
import { TimeKeeper } from './time-keeper.ts';

export type Phase = 'starting' | 'pairing' | 'board';

const saveEveryMs = 20_000;
const healthEveryMs = 60_000;
/** The swap takes up to 300 ms; a slide that has not come up long after is a stall. */
const stalledAfterMs = 8_000;
const flashMs = 1_200;

/**
 * One screen: what its glass shows is state, and the page draws it. Shows first what it has kept, and only then asks anybody. Who it is stands in
 * `enrolment`, what the studio orders in `orders`, a live show in `show`, safe slate and notice in `takeover`.
 */
export class Player {
  phase = $state<Phase>('starting');
  enrolment = $state.raw<Enrolment>();
  manifest = $state.raw<SignedManifest>();
  /** What should be on the glass next; the stage swaps it in. */
  slide = $state.raw<Slide>();
  /** Counts the slides; news that change the one on the glass don't. */
  turn = $state(0);
  nowMs = $state(0);
  asOfMs = $state<number>();
  connected = $state(false);
  gone = $state.raw<ReadonlySet<string>>(new Set());
  dropped = $state.raw<ReadonlySet<string>>(new Set());
  readonly wire: Wire = $state({ cut: false });
  readonly show = new ShowOnGlass();
  readonly takeover = new TakeoverNow();
  readonly orders = new Orders({
    report: (presented) => quietly(async () => this.#api?.presented(presented)),
    refresh: () => void this.#fetch(),
  });

  readonly #slotName: string;
  readonly #as: string | undefined;
  readonly #carousel = new Carousel();
  readonly #comingTurns = new ComingTurns();
  readonly #health = new Health();
  #store: PlayerStore | undefined;
  #api: ScreenApi | undefined;
  #feed: Feed | undefined;
  #proofs: Proofs | undefined;
  #time = new TimeKeeper(undefined);
  #heard = new Map<string, Heard>();
  #heardServer = new LastHeard(undefined);
  #fetching: Promise<void> | undefined;
  #fetchAgain = false;
  #slideUpMono = 0;
  #isUp = false;
  #onGlass: OnGlass | undefined;
  #timers: number[] = [];
  #stopped = false;
  readonly #counter = new PlayCounter(
    { nowMs: () => this.#time.now(), monoMs: () => performance.now() },
    (played) => void this.#proofs?.played(played),
  );
  #stopCounting: (() => void) | undefined;

  /** @param as chooses a slot of its own (several screens in one browser); in the demo it is a screen's id, and pairs by itself */
  constructor(as: string | undefined) {
    this.#as = as;
    this.#slotName = as ?? 'default';
  }

  async start(): Promise<void> {
    const waitMs = noteBoot(this.#slotName);
    const store = await PlayerStore.open();
    this.#store = store;
    const enrolment = await Enrolment.open({ store, slotName: this.#slotName, as: this.#as, wire: this.wire });
    this.enrolment = enrolment;
    this.#proofs = new Proofs(await IdbJournals.open(), this.#slotName);
    this.#stopCounting = this.#proofs.countInOneTab();
    if (enrolment.enrolled !== undefined) this.#proofs.begin(enrolment.enrolled.screenId);
    const { clock, heardServerAtMs, heard = [] } = enrolment.kept;
    this.#time = new TimeKeeper(clock);
    this.#heardServer = new LastHeard(heardServerAtMs);
    this.#heard = new Map(heard);
    this.nowMs = this.#time.now();
    this.#every(250, () => this.#tick());
    this.#every(saveEveryMs, () => void this.#save());
    this.#every(healthEveryMs, () => void this.#report());
    await this.#showKept();
    // A page that is killed again and again shows what it has and asks less and less often.
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (this.#stopped) return;
    if (enrolment.enrolled === undefined) await this.#pair(false);
    else this.#connect(enrolment.enrolled);
  }

  stop(): void {
    this.#stopped = true;
    this.#counter.cover(undefined);
    this.#counter.down();
    this.#stopCounting?.();
    this.#feed?.stop();
    for (const timer of this.#timers) window.clearInterval(timer);
    void this.#save();
  }

  /** Nobody looks at the demo's page just now: its wall leaves its stream's connection to the tabs that are looked at. */
  rest(): void {
    this.#feed?.rest();
  }

  wake(): void {
    this.#feed?.wake();
  }

  /** The demo's cut. */
  cut(cut: boolean): void {
    this.wire.cut = cut;
    if (cut) this.connected = false;
    else void this.#fetch();
    this.#age();
  }

  // ——— on the glass

  /** The stage says: this slide's frame is on glass, drawn by this manifest (a newer one may be held already). */
  presented(slide: Slide, manifest: SignedManifest): void {
    this.#isUp = true;
    this.#slideUpMono = performance.now();
    this.#onGlass = { slide, manifest, upAtMs: this.#time.now() };
    this.#counter.up(slide, manifest);
    this.orders.presented(this.#onGlass);
  }

  /** The page says: slate or notice stands over everything. */
  tookOver(takeoverId: string): void {
    this.orders.echo(takeoverId, () => this.#onGlass);
  }

  /** The stage says: this slide could not be drawn. What is on the glass stays. */
  failed(slide: Slide): void {
    this.#health.rescues += 1;
    this.#carousel.failed(slide.id);
    if (this.#carousel.isSetAside(slide.id)) void this.#report();
    this.#advance();
  }

  #tick(): void {
    this.nowMs = this.#time.now();
    this.connected = !this.wire.cut && (this.#feed?.connected ?? false);
    this.#age();
    this.takeover.lapse(this.nowMs);
    this.#counter.cover(coverOf(this.takeover.current, this.show));
    this.#counter.tick();
    const { slide } = this;
    if (this.phase !== 'board' || this.manifest === undefined) return;
    if (slide === undefined) {
      this.#advance();
      return;
    }
    this.#dropInvalid(slide);
    // Begun, or not known to be true any more: it must not stand a second longer.
    if (slide.kind === 'station' && slide.coming && comingSlide(this.manifest, this.#situation())?.id !== slide.id) {
      this.#advance();
      return;
    }
    const upMs = performance.now() - this.#slideUpMono;
    if (this.#isUp ? upMs >= slide.dwellMs : upMs >= slide.dwellMs + stalledAfterMs) {
      if (!this.#isUp) this.#health.rescues += 1;
      this.#advance();
    }
  }

  /** Counts go, and come back, in the middle of a slide: the line that comes back is seen at once. */
  #age(): void {
    this.asOfMs = this.#heardServer.asOf({ nowMs: this.#time.now(), connected: this.connected, cut: this.wire.cut });
  }

  /** Leaves the glass in the middle of the slide: withdrawn, expired, or of yesterday. */
  #dropInvalid(slide: Slide): void {
    if (slide.kind !== 'jobs') return;
    const situation = this.#situation();
    const gone = slide.rows.filter((row) => {
      const heard = this.#heard.get(row.postingId);
      // A row that has just been filled stays grey until the slide changes.
      return heard?.status === 'filled' ? false : !mayBeShown(row, situation);
    });
    if (gone.length === this.gone.size && gone.every((row) => this.gone.has(row.postingId))) return;
    this.gone = new Set(gone.map((row) => row.postingId));
    if (this.gone.size === slide.rows.length) this.#advance();
  }

  #situation() {
    return { nowMs: this.#time.now(), heardServerAtMs: this.#heardServer.atMs, heard: this.#heard };
  }

  #advance(): void {
    const { manifest, slide: current } = this;
    if (manifest === undefined) return;
    this.#counter.down();
    const situation = this.#situation();
    const surviving = survivingAt(manifest, situation).slides;
    const show = this.show.slide({ ...situation, screen: manifest.screen });
    const coming = comingSlide(manifest, situation);
    const slides = show ? [...surviving, show] : surviving;
    const isNext = coming && !this.#carousel.isSetAside(coming.id) && this.#comingTurns.takes(coming, current, performance.now());
    const next = isNext
      ? coming
      : (this.#carousel.next(slides, this.#comingTurns.goesOnFrom(current)) ?? manifest.slides.find((slide) => slide.kind === 'station'));
    this.#age();
    this.gone = new Set();
    this.#isUp = false;
    this.#slideUpMono = performance.now();
    if (next === undefined) return;
    this.slide = next;
    this.turn += 1;
  }

  // ——— manifests

  async #showKept(): Promise<void> {
    const { manifest: text, trusted, screenId } = this.enrolment?.kept ?? {};
    if (text === undefined || trusted === undefined || screenId === undefined) return;
    const manifest = await recallManifest(text, { trusted, screenId, preload });
    if (manifest === undefined) return;
    this.#take(manifest);
    this.phase = 'board';
  }

  #fetch(): Promise<void> {
    if (this.#fetching) {
      this.#fetchAgain = true;
      return this.#fetching;
    }
    this.#fetching = this.#fetchOnce().finally(() => {
      this.#fetching = undefined;
      if (!this.#fetchAgain) return;
      this.#fetchAgain = false;
      void this.#fetch();
    });
    return this.#fetching;
  }

  async #fetchOnce(): Promise<void> {
    const api = this.#api;
    if (api === undefined || this.#stopped) return;
    try {
      const { text, serverTime } = await api.manifest(this.manifest?.hash);
      this.#hearServer(serverTime);
      if (text !== undefined) await this.#receive(text);
      void quietly(async () => this.#proofs?.send(api));
    } catch (error) {
      if (isUnproven(error)) await this.#revoked();
      // Whatever it is, the glass plays what it has, the feed asks again, and the studio hears of it.
      else if (!isOfTheNetwork(error)) this.#reportOnce('player', String(error));
    }
  }

  async #receive(text: string): Promise<void> {
    const enrolled = this.enrolment?.enrolled;
    if (enrolled === undefined) return;
    const received = await receiveManifest(text, { ...enrolled, held: this.manifest, preload });
    if (received.kind === 'refused') this.#reportOnce(`manifest-${received.version ?? '?'}`, received.why);
    if (received.kind !== 'new') return;
    this.#take(received.manifest);
    this.phase = 'board';
    await this.#store?.change(this.#slotName, (slot) => {
      slot.manifest = text;
      this.#keep(slot);
    });
  }

  #take(manifest: SignedManifest): void {
    const before = this.manifest;
    // Whoever holds a manifest has heard the server when it was issued, also where nothing else was kept.
    this.#heardServer.hear(Date.parse(manifest.issuedAt));
    this.#heard = stillNews(this.#heard, manifest);
    this.#carousel.welcome(before?.slides, manifest.slides);
    this.manifest = manifest;
    this.show.take(manifest.live);
    this.takeover.take(manifest.takeover);
    // Between two slides, unless there is nothing worth waiting for.
    if (this.slide === undefined || this.slide.kind === 'station' || isTakenOff(this.slide, manifest)) this.#advance();
  }

  // ——— the server

  #connect({ screenId, adoption }: Enrolled): void {
    const { enrolment } = this;
    if (enrolment === undefined) return;
    const api = new ScreenApi({ screenId, keys: enrolment.keys, wire: this.wire, adoption });
    this.#api = api;
    this.#proofs?.begin(screenId);
    this.#feed?.stop();
    this.#feed = new Feed({
      url: api.eventsUrl,
      wire: this.wire,
      heard: (event) => this.#hear(event),
      opened: () => void this.#fetch(),
      poll: () => this.#fetch(),
    });
    void this.#fetch();
  }

  #hearServer(serverTime: string): void {
    const offByMs = this.#time.hearServer(serverTime);
    if (offByMs !== undefined) void this.#proofs?.clockWasOff(offByMs);
    this.#heardServer.hear(Date.parse(serverTime));
    this.#age();
  }

  #hear(event: ScreenEvent): void {
    // An event that carries the server's time is heard by that one: until the first, this device's own clock may be years ahead.
    if (!('serverTime' in event)) this.#heardServer.hear(this.#time.now());
    switch (event.type) {
      case 'tick':
        this.#hearServer(event.serverTime);
        return;
      case 'manifest':
        this.#hearServer(event.serverTime);
        if (event.hash !== this.manifest?.hash) void this.#fetch();
        return;
      case 'posting':
        this.#hearPosting(event);
        return;
      case 'takeover':
        this.takeover.hear(event, this.#time.now());
        return;
      case 'pitch':
        this.show.hear(event);
        return;
      case 'command':
        this.orders.obey(event, this.#onGlass);
        return;
      case 'revoked':
        void this.#proveAgain();
        return;
    }
  }

  #hearPosting({ postingId, placesLeft, status }: Extract<ScreenEvent, { type: 'posting' }>): void {
    const before = this.#heard.get(postingId);
    // Filled is filled since the first time that it was said.
    const atMs = status === 'filled' && before?.status === 'filled' ? before.atMs : this.#time.now();
    this.#heard.set(postingId, { placesLeft, status, atMs });
    const { slide } = this;
    if (slide?.kind !== 'jobs') return;
    const row = slide.rows.find((shown) => shown.postingId === postingId);
    if (row === undefined) return;
    this.#dropInvalid(slide);
    if (status === 'closed') return;
    if (placesLeft < (before?.placesLeft ?? row.placesLeft)) this.#flash(postingId);
    this.slide = {
      ...slide,
      rows: slide.rows.map((shown) => (shown.postingId === postingId ? { ...shown, placesLeft, filled: status === 'filled' } : shown)),
    };
  }

  #flash(postingId: string): void {
    this.dropped = new Set([...this.dropped, postingId]);
    window.setTimeout(() => {
      this.dropped = new Set([...this.dropped].filter((id) => id !== postingId));
    }, flashMs);
  }

  // ——— who this is

  async #pair(revoked: boolean): Promise<void> {
    this.phase = 'pairing';
    const enrolled = await this.enrolment?.pair({ revoked, stopped: () => this.#stopped });
    if (enrolled) this.#connect(enrolled);
  }

  /** Another device may have become this screen, or this one has already become another again: the key says which. */
  async #proveAgain(): Promise<void> {
    try {
      await this.#api?.openSession();
    } catch (error) {
      if (isUnproven(error)) await this.#revoked();
      // Not reached: the stream has ended, and whoever opens the next one is asked for the key.
      else if (!isOfTheNetwork(error)) throw error;
    }
  }

  /** The credential is gone: nothing that it gave may stay on this glass. */
  async #revoked(): Promise<void> {
    if (this.#api === undefined) return;
    this.#feed?.stop();
    this.#feed = undefined;
    this.#api = undefined;
    this.manifest = undefined;
    this.slide = undefined;
    this.#onGlass = undefined;
    this.#counter.down();
    this.takeover.take(undefined);
    this.show.take(undefined);
    this.#heard.clear();
    await this.enrolment?.forget();
    await this.#pair(true);
  }

  // ——— keeping and telling

  async #save(): Promise<void> {
    await this.#store?.change(this.#slotName, (slot) => this.#keep(slot));
  }

  #keep(slot: Slot): void {
    const heardServerAtMs = this.#heardServer.toKeep;
    slot.clock = this.#time.save();
    if (heardServerAtMs !== undefined) slot.heardServerAtMs = heardServerAtMs;
    slot.heard = [...this.#heard];
  }

  #reportOnce(id: string, why: string): void {
    if (this.#health.note(id, why)) void this.#report();
  }

  async #report(): Promise<void> {
    const health = this.#health.report({ heldVersion: this.manifest?.version ?? null, setAside: this.#carousel.setAside });
    await quietly(async () => this.#api?.health(health));
  }

  #every(ms: number, work: () => void): void {
    this.#timers.push(window.setInterval(work, ms));
  }
}
