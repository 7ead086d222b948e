import { beatEveryMs, type ScreenEvent } from '#server/contract/screens.ts';
import type { BoardRow, SignedManifest, Slide } from '#server/domain/board/manifest.ts';
import { needsAsset } from '#server/domain/board/slide.ts';
import { jobsSlides, survivingSlides } from '#server/domain/board/survive.ts';
import { isTakenOff, survivingAt } from '#server/domain/programme/on-glass.ts';
import { momentOf } from '$signage/board/moment.ts';
import { noteBoot } from './boots.ts';
import { itemKey } from './carousel.ts';
import { comingSlide } from './coming-show.ts';
import { type Enrolled, Enrolment } from './enrolment.svelte.ts';
import { Feed } from './feed.ts';
import { Files } from './files/files.svelte.ts';
import { openShelf } from './files/shelf.ts';
import { GlassNews } from './glass-news.svelte.ts';
import { ItemCrashes } from './item-crashes.ts';
import { IdbJournals } from './journal-idb.ts';
import { LastHeard } from './last-heard.ts';
import { type OnGlass, Orders } from './orders.svelte.ts';
import { coverOf, PlayCounter } from './play-counter.ts';
import { loadFonts } from './preload.ts';
import { Proofs } from './proofs.ts';
import { isElsewhere, isOfTheNetwork, isUnproven, quietly } from './quietly.ts';
import { recallManifest, receiveManifest } from './receive-manifest.ts';
import { playerRelease } from './release.ts';
import { Reporter } from './reporter.svelte.ts';
import { Rotation } from './rotation.svelte.ts';
import { ScreenApi, type TimeHeard, type Wire } from './screen-api.ts';
import { type Proved, provingSlides, SelfUpdate } from './self-update.svelte.ts';
import { ShowOnGlass } from './show-on-glass.svelte.ts';
import { storageOf } from './storage.ts';
import { PlayerStore, type Slot } from './store.ts';
import { TakeoverNow } from './takeover-now.svelte.ts';
import { TimeKeeper } from './time-keeper.ts';

/** `elsewhere`: another device plays as this screen, and this one has stopped. */
export type Phase = 'starting' | 'pairing' | 'board' | 'elsewhere';

const saveEveryMs = 20_000;

/**
 * One screen: what its glass shows is state, and the page draws it. Shows first what it has kept, and only then asks anybody. Who it is stands in
 * `enrolment`, what the studio orders in `orders`, a live show in `show`, safe slate and notice in `takeover`.
 */
export class Player {
  phase = $state<Phase>('starting');
  enrolment = $state.raw<Enrolment>();
  manifest = $state.raw<SignedManifest>();
  nowMs = $state(0);
  asOfMs = $state<number>();
  connected = $state(false);
  readonly wire: Wire = $state({ cut: false });
  readonly show = new ShowOnGlass();
  readonly takeover = new TakeoverNow();
  readonly orders = new Orders({
    report: (presented) => quietly(async () => this.#api?.presented(presented)),
    refresh: () => void this.#fetch(),
    screenshot: (commandId) => void this.reporter.sendPicture(commandId),
    volume: (percent) => this.reporter.setVolume(percent),
  });
  readonly rotation: Rotation;
  readonly news: GlassNews;
  readonly reporter: Reporter;

  readonly #slotName: string;
  readonly #as: string | undefined;
  readonly #crashes: ItemCrashes | undefined;
  readonly #rehearses: boolean;
  readonly #update: SelfUpdate | undefined;
  #rehearsed = 0;
  /** An older start with this key was still playing somewhere. */
  #isCloned = false;
  #files: Files | undefined;
  #store: PlayerStore | undefined;
  #api: ScreenApi | undefined;
  #feed: Feed | undefined;
  #proofs: Proofs | undefined;
  #time = new TimeKeeper(undefined);
  #heardServer = new LastHeard(undefined);
  #fetching: Promise<void> | undefined;
  #fetchAgain = false;
  #isUp = false;
  #isResting = false;
  #onGlass: OnGlass | undefined;
  #timers: number[] = [];
  #stopped = false;
  #covered = false;
  readonly #counter = new PlayCounter(
    { nowMs: () => this.#time.now(), monoMs: () => performance.now() },
    (played) => void this.#proofs?.played(played),
  );
  #stopCounting: (() => void) | undefined;

  /** @param as chooses a slot of its own (several screens in one browser); in the demo it is a screen's id, and pairs by itself */
  constructor(as: string | undefined, { rehearses = false, hurry = 1 }: { rehearses?: boolean; hurry?: number } = {}) {
    this.#as = as;
    this.#slotName = as ?? 'default';
    this.#rehearses = rehearses;
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
      api: () => this.#api,
      glass: () => ({
        manifest: this.manifest,
        slideId: this.takeover.current === undefined ? (this.#onGlass?.slide.id ?? null) : null,
        clockErrorMs: this.#time.clockErrorMs,
        updateState: this.#update?.state ?? 'current',
        isCloned: this.#isCloned,
        setAside: this.rotation.carousel.setAside,
      }),
      heard: (time) => this.#hearTime(time),
    });
    this.#update = rehearses
      ? undefined
      : new SelfUpdate({ slot: this.#slotName, report: (id, why) => this.reporter.once(id, why), leave: () => this.leave() });
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
    const enrolment = await Enrolment.open({ store, slotName: this.#slotName, as: this.#as, wire: this.wire });
    this.enrolment = enrolment;
    if (!this.#rehearses) {
      this.#proofs = new Proofs(await IdbJournals.open(), this.#slotName);
      this.#stopCounting = this.#proofs.countInOneTab();
      if (enrolment.enrolled !== undefined) this.#proofs.begin(enrolment.enrolled.screenId);
    }
    const { clock, heardServerAtMs, heard = [] } = enrolment.kept;
    this.#time = new TimeKeeper(clock);
    this.#heardServer = new LastHeard(heardServerAtMs);
    this.news.recall(heard);
    this.nowMs = this.#time.now();
    this.#files = new Files({
      shelf: await openShelf(),
      storage: storageOf,
      nowMs: () => this.#time.now(),
      timeOfDay: () => momentOf(this.#time.now(), this.manifest?.station.timeZone ?? 'Asia/Shanghai', 'zh-CN').time,
      mayFetch: !this.#rehearses,
      fetchable: (url) => this.#api?.fileUrl(url) ?? url,
      report: (sha256, why) => this.reporter.once(`file ${sha256.slice(0, 12)}`, why),
    });
    this.#every(250, () => this.#tick());
    await this.#showKept();
    if (this.#rehearses) {
      if (this.manifest === undefined) this.#sayProved();
      return;
    }
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
    this.#feed?.stop();
    for (const timer of this.#timers) window.clearInterval(timer);
    void this.#save();
  }

  /** Nobody looks at the demo's page just now: its wall leaves its stream's connection to the tabs that are looked at. */
  rest(): void {
    this.#isResting = true;
    this.#feed?.rest();
  }

  wake(): void {
    this.#isResting = false;
    this.#feed?.wake();
  }

  /** The demo's cut. */
  cut(cut: boolean): void {
    this.wire.cut = cut;
    if (cut) this.connected = false;
    else void this.#fetch();
    this.#age();
  }

  // ——— a kiosk on the same glass

  /** Somebody uses the kiosk that lies over the board: what nobody sees is not counted as shown. */
  cover(covered: boolean): void {
    if (covered === this.#covered) return;
    this.#covered = covered;
    if (covered) this.#counter.down();
    else this.rotation.advance();
  }

  /** The line by which a kiosk asks; none until the device is paired. */
  get line(): ScreenApi | undefined {
    return this.#api;
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
    if (this.#covered) return;
    this.#isUp = true;
    this.#onGlass = { slide, manifest, upAtMs: this.#time.now() };
    if (this.#rehearses) {
      this.#rehearsed += 1;
      if (this.#rehearsed === provingSlides) this.#sayProved();
      return;
    }
    this.#counter.up(slide, manifest);
    this.#crashes?.stands(itemKey(slide));
    this.#update?.presented();
    this.orders.presented(this.#onGlass);
    this.reporter.prove();
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
    this.connected = !this.wire.cut && (this.#feed?.connected ?? false);
    this.#age();
    this.takeover.lapse(this.nowMs);
    this.#counter.cover(coverOf(this.takeover.current, this.#covered ? { stands: false, besideIds: [] } : this.show));
    this.#counter.tick();
    this.#files?.work();
    const { slide, manifest } = this;
    if (this.phase !== 'board' || manifest === undefined) return;
    if (slide !== undefined) {
      this.news.dropInvalid(slide, this.#situation());
      // Begun, or not known to be true any more: it must not stand a second longer.
      if (slide.kind === 'station' && slide.coming && comingSlide(manifest, this.#situation())?.id !== slide.id) this.rotation.advance();
    }
    this.rotation.tick();
  }

  /** Counts go, and come back, in the middle of a slide: the line that comes back is seen at once. */
  #age(): void {
    this.asOfMs = this.#heardServer.asOf({ nowMs: this.#time.now(), connected: this.connected, cut: this.wire.cut });
  }

  #situation() {
    return { nowMs: this.#time.now(), heardServerAtMs: this.#heardServer.atMs, heard: this.news.heard };
  }

  /** What takes turns now, looked at anew with each tick; first the station's own slide, for a zone that has nothing else. */
  get goingRound(): readonly Slide[] {
    void this.nowMs;
    const own = this.manifest?.slides.filter((slide) => slide.kind === 'station') ?? [];
    return [...own, ...this.#slides()];
  }

  /** What may go round now and can be drawn. Beside a show the station's jobs stay: pictures wait until it is over. */
  #slides(): readonly Slide[] {
    const { manifest, show } = this;
    if (manifest === undefined) return [];
    const situation = this.#situation();
    const canBeDrawn = (slide: Slide) => !needsAsset(slide) || this.#files?.ready.has(slide.asset) === true;
    const scheduled = survivingAt(manifest, situation).slides.filter(canBeDrawn);
    // A playlist of films that are still on their way: until they are here, the jobs.
    const surviving = scheduled.length > 0 ? scheduled : survivingSlides(manifest, situation).slides.filter(canBeDrawn);
    const jobs = show.stands ? surviving.filter(({ kind }) => kind === 'jobs') : [];
    const showSlide = show.slide({ ...situation, screen: manifest.screen });
    return [...(jobs.length > 0 ? jobs : surviving), ...(showSlide ? [showSlide] : [])];
  }

  #left(): void {
    this.#counter.down();
    this.#age();
    this.news.turned();
    this.#isUp = false;
    // Somebody who is using the kiosk is not put out for it.
    if (!this.reporter.isOverCeiling || this.#covered) return;
    this.reporter.once('memory', 'MEMORY_CEILING');
    this.leave();
  }

  /** The worker that keeps this page, and brings newer ones. */
  follow(registration: ServiceWorkerRegistration): void {
    this.#update?.follow(registration);
  }

  #sayProved(): void {
    const proved: Proved = { gangbo: 'proved', release: playerRelease };
    window.parent.postMessage(proved, location.origin);
  }

  /** Begins the page anew. */
  leave(): void {
    this.#crashes?.left();
    void this.#save().then(() => location.reload());
  }

  // ——— manifests

  async #showKept(): Promise<void> {
    const { manifest: text, trusted, screenId } = this.enrolment?.kept ?? {};
    if (text === undefined || trusted === undefined || screenId === undefined) return;
    const manifest = await recallManifest(text, { trusted, screenId, preload: loadFonts });
    if (manifest === undefined) return;
    await this.#files?.recall(manifest.assets);
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
      const { text, ...heard } = await api.manifest(this.manifest?.hash);
      this.#hearTime(heard);
      if (text !== undefined) await this.#receive(text);
      void quietly(async () => this.#proofs?.send(api));
    } catch (error) {
      if (isUnproven(error)) await this.#revoked();
      else if (isElsewhere(error)) this.#stepAside();
      // Whatever it is, the glass plays what it has, the feed asks again, and the studio hears of it.
      else if (!isOfTheNetwork(error)) this.reporter.once('player', String(error));
    }
  }

  async #receive(text: string): Promise<void> {
    const enrolled = this.enrolment?.enrolled;
    if (enrolled === undefined) return;
    const received = await receiveManifest(text, { ...enrolled, held: this.manifest, preload: (next) => this.#preload(next) });
    if (received.kind === 'refused') this.reporter.once(`manifest-${received.version ?? '?'}`, received.why);
    if (received.kind !== 'new') return;
    this.#take(received.manifest);
    this.phase = 'board';
    await this.#store?.change(this.#slotName, (slot) => {
      slot.manifest = text;
      this.#keep(slot);
    });
  }

  /** Words need their cuts of the font; small pictures are waited for a little. */
  async #preload(next: SignedManifest): Promise<void> {
    await Promise.all([loadFonts(next), this.#files?.bring(next.assets, next.downloads)]);
  }

  #take(manifest: SignedManifest): void {
    const before = this.manifest;
    // Whoever holds a manifest has heard the server when it was issued, also where nothing else was kept.
    this.#heardServer.hear(Date.parse(manifest.issuedAt));
    this.news.take(manifest);
    this.rotation.carousel.welcome(before?.slides, manifest.slides);
    this.manifest = manifest;
    this.#files?.want(manifest.assets, manifest.downloads);
    this.show.take(manifest.live);
    this.takeover.take(manifest.takeover);
    // Between two slides, unless there is nothing worth waiting for.
    this.rotation.changed();
    if (this.slide === undefined || this.slide.kind === 'station' || isTakenOff(this.slide, manifest)) this.rotation.advance();
  }

  // ——— the server

  #connect({ screenId, adoption }: Enrolled): void {
    const { enrolment } = this;
    if (enrolment === undefined) return;
    const api = new ScreenApi({ screenId, keys: enrolment.keys, wire: this.wire, adoption });
    this.#api = api;
    this.#proofs?.begin(screenId);
    this.#feed?.stop();
    this.#feed = undefined;
    // A start takes the screen over, whoever else has its key; what follows renews only this.
    void this.#proveAgain().then(() => this.#listen(api));
  }

  #listen(api: ScreenApi): void {
    if (this.#api !== api || this.#stopped) return;
    this.#feed = new Feed({
      url: api.eventsUrl,
      wire: this.wire,
      heard: (event) => this.#hear(event),
      opened: () => void this.#fetch(),
      poll: () => this.#fetch(),
    });
    if (this.#isResting) this.#feed.rest();
    void this.#fetch();
  }

  #hearTime({ serverTime, askedMono, heardMono }: TimeHeard): void {
    if (serverTime !== '') this.#hearServer(serverTime, askedMono, heardMono);
  }

  #hearServer(serverTime: string, askedMono?: number, heardMono?: number): void {
    const offByMs = this.#time.hearServer(serverTime, askedMono, heardMono);
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
        if (event.release !== undefined) this.#update?.heard(event.release);
        return;
      case 'manifest':
        this.#hearServer(event.serverTime);
        if (event.hash !== this.manifest?.hash) void this.#fetch();
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
        this.#isCloned = true;
        void this.reporter.tell();
        return;
      case 'revoked':
        void this.#proveAgain();
        return;
    }
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
      else if (isElsewhere(error)) this.#stepAside();
      // Not reached: the stream has ended, and whoever opens the next one is asked for the key.
      else if (!isOfTheNetwork(error)) throw error;
    }
  }

  /** 另一台设备: the newer start is the screen; this one shows nothing of the station, which it would hear nothing more of, and says why. */
  #stepAside(): void {
    this.#feed?.stop();
    this.#feed = undefined;
    this.#api = undefined;
    this.phase = 'elsewhere';
  }

  /** The credential is gone: nothing that it gave may stay on this glass. */
  async #revoked(): Promise<void> {
    if (this.#api === undefined) return;
    this.#feed?.stop();
    this.#feed = undefined;
    this.#api = undefined;
    this.manifest = undefined;
    this.rotation.clear();
    this.#onGlass = undefined;
    this.#counter.down();
    this.takeover.take(undefined);
    this.show.take(undefined);
    this.news.clear();
    await this.enrolment?.forget();
    await this.#pair(true);
  }

  // ——— keeping and telling

  async #save(): Promise<void> {
    if (this.#rehearses) return;
    await this.#store?.change(this.#slotName, (slot) => this.#keep(slot));
  }

  #keep(slot: Slot): void {
    const heardServerAtMs = this.#heardServer.toKeep;
    slot.clock = this.#time.save();
    if (heardServerAtMs !== undefined) slot.heardServerAtMs = heardServerAtMs;
    slot.heard = [...this.news.heard];
  }

  async #beat(): Promise<void> {
    if (this.slide && this.#isUp) this.#crashes?.stands(itemKey(this.slide));
    await this.reporter.beat(this.connected);
  }

  #every(ms: number, work: () => void): void {
    this.#timers.push(window.setInterval(work, ms));
  }
}
