import { beatEveryMs, type ScreenEvent } from '#server/contract/screens.ts';
import type { BoardRow, SignedManifest, Slide } from '#server/domain/board/manifest.ts';
import { needsAsset } from '#server/domain/board/slide.ts';
import { jobsSlides, survivingSlides } from '#server/domain/board/survive.ts';
import { isTakenOff } from '#server/domain/programme/on-glass.ts';
import { takeoversOf } from '#server/domain/takeover/on-glass.ts';
import { momentOf } from '$signage/board/moment.ts';
import { forgetNumbers } from '$signage/wall/kept-numbers.ts';
import { noteBoot } from './boots.ts';
import { itemKey } from './carousel.ts';
import { comingSlide } from './coming-show.ts';
import type { Enrolled, Enrolment } from './enrolment.svelte.ts';
import { Files } from './files/files.svelte.ts';
import { openShelf } from './files/shelf.ts';
import { GlassNews } from './glass-news.svelte.ts';
import { slidesGoingRound } from './going-round.ts';
import { Identity, type Phase } from './identity.svelte.ts';
import { ItemCrashes } from './item-crashes.ts';
import { IdbJournals } from './journal-idb.ts';
import { Leaving } from './leaving.ts';
import { Manifests } from './manifests.svelte.ts';
import { type OnGlass, Orders } from './orders.svelte.ts';
import { coverOf, PlayCounter } from './play-counter.ts';
import { Proofs } from './proofs.ts';
import { quietly } from './quietly.ts';
import { provingSlides, rehearse, sayProved } from './rehearsal.ts';
import { playerRelease } from './release.ts';
import { Reporter } from './reporter.svelte.ts';
import { Rotation } from './rotation.svelte.ts';
import type { ScreenApi, Wire } from './screen-api.ts';
import { SelfUpdate } from './self-update.svelte.ts';
import { ServerLine } from './server-line.ts';
import { ServerTime } from './server-time.svelte.ts';
import { shelf } from './shelf.ts';
import { ShowOnGlass } from './show-on-glass.svelte.ts';
import type { Draws } from './siblings.ts';
import { storageOf } from './storage.ts';
import { PlayerStore, type Slot } from './store.ts';
import { TakeoverNow } from './takeover-now.svelte.ts';

const saveEveryMs = 20_000;
/** So often a page that draws numbers says that they stand. */
export const numbersEveryMs = 15_000;
/** In a rehearsal a slide need not be read. */
const rehearsedDwellMs = 4_000;

/**
 * One screen: what its glass shows is state, and the page draws it. Shows first what it has kept, and only then asks anybody. Who it is stands in
 * `identity`, what it holds in `manifests`, its way to the server in `line`, what the studio orders in `orders`, a live show in `show`, safe slate and
 * notice in `takeover`. One that draws numbers (数据大屏) is the same screen, with no slides: nothing is counted as shown.
 */
export class Player {
  nowMs = $state(0);
  connected = $state(false);
  readonly wire: Wire = $state({ cut: false });
  readonly show = new ShowOnGlass();
  readonly takeover = new TakeoverNow();
  readonly orders = new Orders({
    report: (presented) => quietly(async () => this.line?.presented(presented)),
    beat: async (carriedOut) => this.#draws === 'numbers' && this.reporter.tell(carriedOut),
    refresh: () => void this.#line.fetch(),
    reload: () => this.#leaving.ask('untouched'),
    screenshot: (commandId) => void this.reporter.sendPicture(commandId),
    volume: (percent) => this.reporter.setVolume(percent),
  });
  readonly rotation: Rotation;
  readonly news: GlassNews;
  readonly reporter: Reporter;

  readonly #slotName: string;
  readonly #as: string | undefined;
  readonly #draws: Draws;
  readonly #crashes: ItemCrashes | undefined;
  readonly #rehearses: boolean;
  readonly #tickMs: number;
  readonly #update: SelfUpdate | undefined;
  #rehearsed = 0;
  readonly #identity = new Identity();
  readonly #time = new ServerTime({
    line: () => ({ connected: this.connected, cut: this.wire.cut }),
    clockWasOff: (ms) => void this.#proofs?.clockWasOff(ms),
  });
  readonly #manifests = new Manifests({
    enrolled: () => this.#identity.enrolled,
    recall: async (assets) => this.#files?.recall(assets),
    bring: async (next) => this.#files?.bring(next.assets, next.downloads),
    taken: (next, before) => this.#taken(next, before),
    keep: async (text) =>
      this.#store?.change(this.#slotName, (slot) => {
        slot.manifest = text;
        this.#keep(slot);
      }),
    report: (id, why) => this.reporter.once(id, why),
  });
  readonly #line = new ServerLine({
    wire: this.wire,
    draws: () => this.#draws,
    heldHash: () => this.manifest?.hash,
    heardTime: (time) => this.#time.hearAnswer(time),
    heard: (event) => this.#hear(event),
    received: (text) => this.#receive(text),
    reached: (api) => void quietly(async () => this.#proofs?.send(api)),
    lost: (why) => (why === 'elsewhere' ? this.#stepAside() : this.#revoked()),
    report: (id, why) => this.reporter.once(id, why),
  });
  readonly #leaving = new Leaving({
    isTouched: () => this.#covered,
    isTaken: () => this.takeover.current !== undefined || this.show.stands,
    mayReturn: () => this.connected || Boolean(navigator.serviceWorker?.controller),
    leave: () => void this.#leave(),
  });
  #files: Files | undefined;
  #store: PlayerStore | undefined;
  #proofs: Proofs | undefined;
  #isUp = false;
  #onGlass: OnGlass | undefined;
  #timers: number[] = [];
  #stopped = false;
  #covered = false;
  readonly #counter = new PlayCounter(
    { nowMs: () => this.#time.now(), monoMs: () => performance.now() },
    (played) => void this.#orSay('plays', async () => this.#proofs?.played(played)),
  );
  #stopCounting: (() => void) | undefined;

  /** @param as chooses a slot of its own (several screens in one browser); in the demo it is a screen's id, and pairs by itself */
  constructor(
    as: string | undefined,
    { rehearses = false, hurry = 1, draws = 'board' }: { rehearses?: boolean; hurry?: number; draws?: Draws } = {},
  ) {
    this.#as = as;
    this.#draws = draws;
    this.#slotName = as ?? 'default';
    this.#rehearses = rehearses;
    this.#tickMs = Math.max(50, 250 / hurry);
    // Out of sight: whatever it does must leave no trace with the one that plays.
    this.#crashes = rehearses ? undefined : new ItemCrashes(this.#slotName);
    this.rotation = new Rotation({
      nowMs: () => this.#time.now() * hurry,
      hurry,
      slides: () => this.#slides(),
      own: () => this.manifest?.slides.find(({ kind }) => kind === 'station'),
      coming: () => this.manifest && comingSlide(this.manifest, this.#situation()),
      left: () => this.#left(),
      rescued: () => this.reporter.rescued(),
      setAside: this.#crashes?.setAside ?? [],
    });
    this.news = new GlassNews(this.rotation);
    this.reporter = new Reporter({
      slot: this.#slotName,
      api: () => this.line,
      glass: () => ({
        manifest: this.manifest,
        slideId: this.takeover.current === undefined ? (this.#onGlass?.slide.id ?? null) : null,
        clockErrorMs: this.#time.clockErrorMs,
        updateState: this.#update?.state ?? 'current',
        isCloned: this.#identity.isCloned,
        setAside: this.rotation.carousel.setAside,
      }),
      heard: (time) => this.#time.hearAnswer(time),
      unreached: () => this.#line.doubt(),
    });
    this.#update =
      rehearses || !('serviceWorker' in navigator)
        ? undefined
        : new SelfUpdate({
            slot: this.#slotName,
            release: playerRelease,
            container: navigator.serviceWorker,
            store: shelf,
            rehearse: (release) => rehearse(release, this.#slotName),
            isBusy: () => this.#covered || this.takeover.current !== undefined || this.show.stands,
            isHidden: () => document.hidden,
            report: (id, why) => this.reporter.once(id, why),
            leave: (when) => this.#leaving.ask(when),
          });
    // A film is heard once.
    if (rehearses) this.reporter.volume = 0;
  }

  get phase(): Phase {
    return this.#identity.phase;
  }

  get enrolment(): Enrolment | undefined {
    return this.#identity.enrolment;
  }

  get manifest(): SignedManifest | undefined {
    return this.#manifests.held;
  }

  /** As of when the glass speaks; `undefined` while what it says is of now. */
  get asOfMs(): number | undefined {
    return this.#time.asOfMs;
  }

  /** What should be on the glass; the stage swaps it in. */
  get slide(): Slide | undefined {
    return this.rotation.slide;
  }

  /** Counts the slides. */
  get turn(): number {
    return this.rotation.turn;
  }

  async start(): Promise<void> {
    const waitMs = this.#rehearses ? 0 : noteBoot(this.#slotName);
    const store = await PlayerStore.open();
    this.#store = store;
    const enrolment = await this.#identity.open({ store, slotName: this.#slotName, as: this.#as, wire: this.wire });
    if (!this.#rehearses && this.#draws === 'board') {
      this.#proofs = await this.#orSay('plays', async () => new Proofs(await IdbJournals.open(), this.#slotName));
      this.#stopCounting = this.#proofs?.countInOneTab();
      if (enrolment.enrolled !== undefined) this.#proofs?.begin(enrolment.enrolled.screenId);
    }
    this.#time.recall(enrolment.kept);
    this.news.recall(enrolment.kept.heard ?? []);
    this.nowMs = this.#time.now();
    const shelf = this.#draws === 'board' ? await this.#orSay('files', openShelf) : undefined;
    this.#files =
      shelf &&
      new Files({
        shelf,
        storage: storageOf,
        nowMs: () => this.#time.now(),
        monoMs: () => performance.now(),
        timeOfDay: () => momentOf(this.#time.now(), this.manifest?.station.timeZone ?? 'Asia/Shanghai', 'zh-CN').time,
        mayFetch: !this.#rehearses,
        fetchable: (url) => this.line?.fileUrl(url) ?? url,
        alone: (sha256, work) => navigator.locks.request(`gangbo-file-${sha256}`, work),
        report: (sha256, why) => this.reporter.once(`file ${sha256.slice(0, 12)}`, why),
      });
    this.#every(this.#tickMs, () => this.#tick());
    if (await this.#manifests.recall(enrolment.kept)) this.#identity.shows();
    if (this.#rehearses) {
      // Nothing has been kept yet: that it has come so far is all that can be asked of it. What it can't read of what is kept is no proof.
      if (enrolment.kept.manifest === undefined) sayProved(playerRelease);
      return;
    }
    // Left in order, by whoever closes or reloads it: nothing that stands has crashed the page.
    window.addEventListener('pagehide', this.#pageLeft);
    this.#every(saveEveryMs, () => void this.#save());
    this.#every(beatEveryMs, () => void this.#beat());
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
    this.#crashes?.left();
    this.#update?.stop();
    this.reporter.stop();
    this.#line.stop();
    window.removeEventListener('pagehide', this.#pageLeft);
    for (const timer of this.#timers) window.clearInterval(timer);
    void this.#save();
  }

  /** Nobody looks at the demo's page just now: its wall leaves its stream's connection to the tabs that are looked at. */
  rest(): void {
    this.#line.rest();
  }

  wake(): void {
    this.#line.wake();
  }

  /** The demo's cut. */
  cut(cut: boolean): void {
    this.wire.cut = cut;
    if (cut) this.connected = false;
    else void this.#line.fetch();
    this.#time.age();
  }

  // ——— a kiosk on the same glass

  /** Somebody uses the kiosk that lies over the board: what nobody sees is not counted as shown. */
  cover(covered: boolean): void {
    if (covered === this.#covered) return;
    this.#covered = covered;
    if (covered) {
      this.#counter.down();
      return;
    }
    this.#leaving.turned();
    this.rotation.advance();
  }

  /** The line by which a kiosk asks; none until the device is paired. */
  get line(): ScreenApi | undefined {
    return this.#line.api;
  }

  isClosed(postingId: string): boolean {
    return this.news.heard.get(postingId)?.status === 'closed';
  }

  /** The jobs that may be shown now, as far as this device knows. */
  jobsHeld(): BoardRow[] {
    const { manifest } = this;
    if (manifest === undefined) return [];
    const rows = jobsSlides(survivingSlides(manifest, this.#situation()).slides).flatMap((slide) => slide.rows);
    // A last page reaches back into the one before.
    return [...new Map(rows.map((row) => [row.postingId, row])).values()];
  }

  // ——— on the glass

  /** The stage says: this slide's frame is on glass, drawn by this manifest (a newer one may be held already). */
  presented(slide: Slide, manifest: SignedManifest): void {
    this.rotation.presented();
    if (this.#rehearses) {
      this.#rehearsed += 1;
      if (this.#rehearsed === provingSlides) sayProved(playerRelease);
      return;
    }
    this.#update?.presented(slide);
    if (this.#covered) return;
    this.#isUp = true;
    this.#onGlass = { slide, manifest, upAtMs: this.#time.now() };
    this.#counter.up(slide, manifest);
    this.#crashes?.stands(itemKey(slide));
    this.orders.presented(this.#onGlass);
    this.reporter.prove(slide.kind);
  }

  /** The page says, again and again: the numbers stand on the glass. They are of no manifest, so that none is reported or attested. */
  drewNumbers(): void {
    this.#update?.presented({ dwellMs: numbersEveryMs });
    this.orders.sayWhatWaits(undefined);
    this.reporter.prove('numbers');
    this.#mayLeave();
  }

  /** Where this device keeps the file of a slide; `undefined` where it has gone, and then the slide can't be shown. */
  async fileUrlOf(slide: Slide): Promise<string | undefined> {
    return needsAsset(slide) ? this.#files?.urlOf(slide.asset) : undefined;
  }

  /** The page says: slate or notice stands over everything. */
  tookOver(takeoverId: string): void {
    this.orders.echo(takeoverId, () => this.#onGlass);
  }

  /** The stage says: this slide could not be drawn, or stopped moving. */
  failed(slide: Slide, why = 'DRAWING'): void {
    this.reporter.rescued();
    if (this.rotation.failed(slide)) this.reporter.once(itemKey(slide), `SET_ASIDE ${why}`);
  }

  #tick(): void {
    this.nowMs = this.#time.now();
    this.connected = !this.wire.cut && this.#line.connected;
    this.#time.age();
    this.takeover.choose(this.nowMs);
    this.#counter.cover(coverOf(this.takeover.current, this.#covered ? { stands: false, besideIds: [] } : this.show));
    this.#counter.tick();
    this.#files?.work();
    const { slide, manifest } = this;
    if (this.phase !== 'board' || manifest === undefined || this.#draws === 'numbers') return;
    if (slide !== undefined) {
      this.news.dropInvalid(slide, this.#situation());
      // Begun, or not known to be true any more: it must not stand a second longer.
      if (slide.kind === 'station' && slide.coming && comingSlide(manifest, this.#situation())?.id !== slide.id) this.rotation.advance();
    }
    this.rotation.tick();
  }

  #situation() {
    return { nowMs: this.#time.now(), heardServerAtMs: this.#time.heardAtMs, heard: this.news.heard };
  }

  /** What takes turns now, looked at anew with each tick; first the station's own slide, for a zone that has nothing else. */
  get goingRound(): readonly Slide[] {
    void this.nowMs;
    const own = this.manifest?.slides.filter((slide) => slide.kind === 'station') ?? [];
    return [...own, ...this.#slides()];
  }

  #slides(): readonly Slide[] {
    const { manifest, show } = this;
    if (manifest === undefined) return [];
    const situation = this.#situation();
    const showSlide = show.slide({ ...situation, screen: manifest.screen });
    const slides = slidesGoingRound({ manifest, situation, here: this.#files?.ready, showStands: show.stands, showSlide });
    return this.#rehearses ? slides.map((slide) => ({ ...slide, dwellMs: Math.min(slide.dwellMs, rehearsedDwellMs) })) : slides;
  }

  #left(): void {
    this.#counter.down();
    this.#time.age();
    this.news.turned();
    this.#isUp = false;
    this.#mayLeave();
  }

  /** Between two slides, or any time where there are none. */
  #mayLeave(): void {
    if (this.reporter.isOverCeiling) {
      this.reporter.once('memory', 'MEMORY_CEILING');
      this.#leaving.ask('turn');
    }
    this.#leaving.turned();
  }

  /** The worker that keeps this page, and brings newer ones. */
  follow(registration: ServiceWorkerRegistration): void {
    this.#update?.follow(registration);
  }

  readonly #pageLeft = () => this.#crashes?.left();

  /** Begins the page anew. */
  async #leave(): Promise<void> {
    await this.#save();
    location.reload();
  }

  // ——— manifests

  async #receive(text: string): Promise<void> {
    if (await this.#manifests.receive(text)) this.#identity.shows();
  }

  #taken(manifest: SignedManifest, before: SignedManifest | undefined): void {
    this.#time.hearIssued(manifest.issuedAt);
    this.takeover.take(takeoversOf(manifest), { issuedAtMs: Date.parse(manifest.issuedAt), nowMs: this.#time.now() });
    if (this.#draws === 'numbers') return;
    this.news.take(manifest);
    this.rotation.carousel.welcome(before?.slides, manifest.slides);
    this.#files?.want(manifest.assets, manifest.downloads);
    // Out of sight nobody watches a show, and its server counts who does.
    if (!this.#rehearses) this.show.take(manifest.live);
    // Between two slides, unless there is nothing worth waiting for.
    this.rotation.changed();
    if (this.slide === undefined || this.slide.kind === 'station' || isTakenOff(this.slide, manifest)) this.rotation.advance();
  }

  // ——— the server

  #connect(enrolled: Enrolled): void {
    const { enrolment } = this;
    if (enrolment === undefined) return;
    this.#proofs?.begin(enrolled.screenId);
    this.#line.open(enrolled, enrolment.keys);
  }

  #hear(event: ScreenEvent): void {
    // An event that carries the server's time is heard by that one.
    if (!('serverTime' in event)) this.#time.hearNow();
    switch (event.type) {
      case 'tick':
        this.#time.hear(event.serverTime);
        if (event.release !== undefined) this.#update?.heard(event.release);
        return;
      case 'manifest':
        this.#time.hear(event.serverTime);
        if (event.hash !== this.manifest?.hash) void this.#line.fetch();
        return;
      case 'posting':
        this.news.hear(event, this.#situation());
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
      case 'cloned':
        this.#identity.isCloned = true;
        void this.reporter.tell();
        return;
      case 'revoked':
        void this.#line.proveAgain();
        return;
    }
  }

  // ——— who this is

  async #pair(revoked: boolean): Promise<void> {
    const enrolled = await this.#identity.pair(revoked, () => this.#stopped);
    if (enrolled) this.#connect(enrolled);
  }

  async #stepAside(): Promise<void> {
    this.#line.close();
    this.#identity.stepAside();
    this.#clearGlass();
  }

  /** Nothing of the station stands here any more, and nothing is counted as shown. */
  #clearGlass(): void {
    this.rotation.clear();
    this.#isUp = false;
    this.#onGlass = undefined;
    this.#counter.down();
    this.takeover.clear();
    this.show.take(undefined);
  }

  async #revoked(): Promise<void> {
    if (this.line === undefined) return;
    this.#line.close();
    this.#manifests.forget();
    this.#clearGlass();
    forgetNumbers();
    this.news.clear();
    await this.#identity.forget();
    await this.#pair(true);
  }

  // ——— keeping and telling

  async #save(): Promise<void> {
    if (this.#rehearses) return;
    await this.#orSay('store', async () => this.#store?.change(this.#slotName, (slot) => this.#keep(slot)));
  }

  /** A store that can't be opened, or takes nothing more, is the studio's to hear of: what can be shown without it goes on. */
  async #orSay<T>(id: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.reporter.once(id, `STORE ${String(error)}`);
      return undefined;
    }
  }

  #keep(slot: Slot): void {
    this.#time.keep(slot);
    slot.heard = [...this.news.heard];
  }

  async #beat(): Promise<void> {
    if (this.slide && this.#isUp) this.#crashes?.stands(itemKey(this.slide));
    // A device that waits to be paired has no slides by which a build could prove itself.
    if (this.phase === 'pairing' || this.phase === 'elsewhere') this.#update?.presented({ dwellMs: beatEveryMs });
    await this.reporter.beat(this.connected);
  }

  #every(ms: number, work: () => void): void {
    this.#timers.push(window.setInterval(work, ms));
  }
}
