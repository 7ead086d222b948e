import type { PlayerHealth, ScreenEvent } from '#server/contract/screens.ts';
import type { LiveOnGlass, SignedManifest, Slide, TakeoverOnGlass } from '#server/domain/board/manifest.ts';
import { succeeds } from '#server/domain/board/replay.ts';
import { checkSeal } from '#server/domain/board/seal.ts';
import { type Heard, mayBeShown, stillNews, survivingSlides } from '#server/domain/board/survive.ts';
import { noteBoot } from './boots.ts';
import { Carousel } from './carousel.ts';
import { makeDeviceKey } from './device-key.ts';
import { Feed } from './feed.ts';
import { pairDevice } from './pairing.ts';
import { preload } from './preload.ts';
import { Proofs } from './proofs.ts';
import { Answered, ScreenApi, type Wire } from './screen-api.ts';
import { PlayerStore, type Slot } from './store.ts';
import { TimeKeeper } from './time-keeper.ts';

export type Phase = 'starting' | 'pairing' | 'board';

const saveEveryMs = 20_000;
const healthEveryMs = 60_000;
/** The swap takes up to 300 ms; a slide that has not come up long after is a stall. */
const stalledAfterMs = 8_000;
const identifyMs = 15_000;
const showSlideMs = 10_000;
/** HLS runs some seconds behind; by then an event that is still missing was lost. */
const pitchLostAfterMs = 9_000;
const flashMs = 1_200;
const startedAtMs = performance.now();
/** Told to the studio, so that an old page on a box can be seen. */
const playerVersion = '0.1.0';

/**
 * One screen. Holds what the glass shows as state; the page draws it. Shows first what it has kept, and only then asks anybody.
 */
export class Player {
  phase = $state<Phase>('starting');
  pairing = $state<{ code?: string; reachable: boolean; revoked: boolean }>({ reachable: true, revoked: false });
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
  takeover = $state.raw<TakeoverOnGlass>();
  live = $state.raw<LiveOnGlass>();
  /** A show stands over the rotation just now. */
  showsLive = $state(false);
  identifying = $state(false);
  readonly wire: Wire = $state({ cut: false });

  readonly #slotName: string;
  readonly #as: string | undefined;
  readonly #carousel = new Carousel();
  #store: PlayerStore | undefined;
  #slot: Slot | undefined;
  #api: ScreenApi | undefined;
  #feed: Feed | undefined;
  #proofs: Proofs | undefined;
  #time = new TimeKeeper(undefined);
  #heard = new Map<string, Heard>();
  #heardServerAtMs = 0;
  #fetching: Promise<void> | undefined;
  #fetchAgain = false;
  #slideUpAtMs = 0;
  #slideUpMono = 0;
  #isUp = false;
  #presentedVersion = 0;
  #echoes: string[] = [];
  #rescues = 0;
  #timers: number[] = [];
  #lifted = new Set<string>();
  #stopped = false;

  /** @param as chooses a slot of its own (several screens in one browser); in the demo it is a screen's id, and pairs by itself */
  constructor(as: string | undefined) {
    this.#as = as;
    this.#slotName = as ?? 'default';
  }

  async start(): Promise<void> {
    const waitMs = noteBoot(this.#slotName);
    this.#store = await PlayerStore.open();
    this.#slot = await this.#store.slot(this.#slotName);
    if (this.#slot === undefined) {
      this.#slot = { slot: this.#slotName, keys: await makeDeviceKey() };
      await this.#store.put(this.#slot);
    }
    this.#proofs = new Proofs(this.#store, this.#slotName);
    this.#time = new TimeKeeper(this.#slot.clock);
    this.#heardServerAtMs = this.#slot.heardServerAtMs ?? 0;
    this.#heard = new Map(this.#slot.heard ?? []);
    this.nowMs = this.#time.now();
    this.#every(250, () => this.#tick());
    this.#every(saveEveryMs, () => void this.#save());
    this.#every(healthEveryMs, () => void this.#report());
    await this.#showKept();
    // A page that is killed again and again shows what it has and asks less and less often.
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (this.#stopped) return;
    if (this.#slot.screenId === undefined) await this.#pair(false);
    else this.#connect(this.#slot.screenId);
  }

  stop(): void {
    this.#stopped = true;
    this.#feed?.stop();
    for (const timer of this.#timers) window.clearInterval(timer);
    void this.#save();
  }

  /** The demo's cut. Nobody watches one for ten minutes: the glass says at once as of when, as a wall does after that time. */
  cut(cut: boolean): void {
    this.wire.cut = cut;
    this.asOfMs = cut ? this.#heardServerAtMs : undefined;
    if (cut) this.connected = false;
    else void this.#fetch();
  }

  // ——— on the glass

  /** The stage says: this slide's frame is on glass. */
  presented(slide: Slide): void {
    this.#isUp = true;
    this.#slideUpAtMs = this.#time.now();
    this.#slideUpMono = performance.now();
    const { manifest } = this;
    if (manifest === undefined) return;
    if (manifest.version === this.#presentedVersion && this.#echoes.length === 0) return;
    if (manifest.version !== this.#presentedVersion) this.#presentedVersion = manifest.version;
    this.#acknowledge(slide, manifest);
  }

  /** The stage says: this slide could not be drawn. What is on the glass stays. */
  failed(slide: Slide): void {
    this.#rescues += 1;
    this.#carousel.failed(slide.id);
    if (this.#carousel.isSetAside(slide.id)) void this.#report();
    this.#advance();
  }

  #acknowledge(slide: Slide, manifest: SignedManifest): void {
    const echoes = this.#echoes.splice(0);
    const report = {
      version: manifest.version,
      hash: manifest.hash,
      slideId: slide.id,
      presentedAt: new Date(this.#slideUpAtMs).toISOString(),
      echoes,
    };
    void this.#quietly(async () => this.#api?.presented(report)).then((sent) => {
      if (!sent) this.#echoes.unshift(...echoes);
    });
  }

  #tick(): void {
    this.nowMs = this.#time.now();
    this.connected = this.#feed?.connected ?? false;
    if (this.takeover && Date.parse(this.takeover.endsAt) <= this.nowMs) this.takeover = undefined;
    const { slide } = this;
    if (this.phase !== 'board' || this.manifest === undefined) return;
    if (slide === undefined) {
      this.#advance();
      return;
    }
    this.#dropInvalid(slide);
    const upMs = performance.now() - this.#slideUpMono;
    if (this.#isUp ? upMs >= slide.dwellMs : upMs >= slide.dwellMs + stalledAfterMs) {
      if (!this.#isUp) this.#rescues += 1;
      this.#advance();
    }
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
    return { nowMs: this.#time.now(), heardServerAtMs: this.#heardServerAtMs, heard: this.#heard };
  }

  #advance(): void {
    const { manifest, slide: current } = this;
    if (manifest === undefined) return;
    if (current && this.#isUp) this.#count(current, manifest.version);
    const surviving = survivingSlides(manifest, this.#situation());
    const slides = this.#withShow(surviving.slides);
    const next = this.#carousel.next(slides, current) ?? manifest.slides.find((slide) => slide.kind === 'station');
    this.asOfMs = surviving.asOfMs ?? (this.wire.cut ? this.#heardServerAtMs : undefined);
    this.gone = new Set();
    this.#isUp = false;
    this.#slideUpMono = performance.now();
    if (next === undefined) return;
    this.slide = next;
    this.turn += 1;
  }

  /** A show without a picture on this glass: its code is one of the slides. */
  #withShow(slides: Slide[]): Slide[] {
    const { live, showsLive } = this;
    if (live === undefined || showsLive) return slides;
    const { link, title, hostName } = live;
    return [...slides, { kind: 'station', id: `show-${live.episodeId}`, link, dwellMs: showSlideMs, show: { title, hostName } }];
  }

  #count(slide: Slide, version: number): void {
    const durationMs = performance.now() - this.#slideUpMono;
    void this.#proofs?.played({ slide, version, startedAtMs: this.#slideUpAtMs, durationMs });
  }

  // ——— manifests

  async #showKept(): Promise<void> {
    const { manifest: text, trusted, screenId } = this.#slot ?? {};
    if (text === undefined || trusted === undefined || screenId === undefined) return;
    const manifest = JSON.parse(text) as SignedManifest;
    // Checked again: what lies in a store may have been changed there.
    if (!checkSeal(manifest, trusted).sound || manifest.screenId !== screenId) return;
    await preload(manifest).catch(() => undefined);
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
      if (text !== undefined) await this.#consider(text);
      void this.#quietly(async () => this.#proofs?.send(api));
    } catch (error) {
      if (error instanceof Answered && (error.code === 'SCREEN_REVOKED' || error.code === 'SCREEN_UNPROVEN')) await this.#revoked();
    }
  }

  /** Verify, then preload, then hold: whatever fails on the way leaves everything as it was. */
  async #consider(text: string): Promise<void> {
    const { trusted, screenId } = this.#slot ?? {};
    if (trusted === undefined || screenId === undefined) return;
    const next = JSON.parse(text) as SignedManifest;
    const verdict = checkSeal(next, trusted);
    if (!verdict.sound) return this.#refuse(next, verdict.reason);
    const succession = succeeds(this.manifest, next, screenId);
    if (succession === 'same') return;
    if (succession !== 'newer') return this.#refuse(next, succession);
    await preload(next);
    this.#take(next);
    this.phase = 'board';
    await this.#store?.change(this.#slotName, (slot) => {
      slot.manifest = text;
    });
  }

  #refusals: { id: string; why: string }[] = [];

  #refuse(manifest: { version?: number }, why: string): void {
    this.#refusals = [{ id: `manifest-${manifest.version ?? '?'}`, why }, ...this.#refusals].slice(0, 5);
    void this.#report();
  }

  #take(manifest: SignedManifest): void {
    const before = this.manifest;
    this.#heard = stillNews(this.#heard, manifest);
    this.#carousel.welcome(before?.slides, manifest.slides);
    this.manifest = manifest;
    this.#takeLive(manifest.live);
    const { takeover } = manifest;
    this.takeover = takeover && !this.#lifted.has(takeover.id) ? takeover : undefined;
    // Between two slides, unless there is nothing worth waiting for.
    if (this.slide === undefined || this.slide.kind === 'station') this.#advance();
  }

  /**
   * The manifest learns of the next job before the picture has reached it: the card waits for its own event, and takes the manifest's word
   * only when that event was lost.
   */
  #takeLive(next: LiveOnGlass | undefined): void {
    const held = this.live;
    if (next === undefined || held?.episodeId !== next.episodeId || this.pitchHeard === undefined || next.seq <= held.seq) {
      this.live = next;
      return;
    }
    const { pitch: _, ...rest } = next;
    this.live = { ...rest, seq: held.seq, ...(held.pitch ? { pitch: held.pitch } : {}) };
    window.setTimeout(() => {
      if (this.live?.episodeId === next.episodeId && this.live.seq < next.seq) this.live = next;
    }, pitchLostAfterMs);
  }

  // ——— the server

  #connect(screenId: string): void {
    const slot = this.#slot;
    if (slot === undefined) return;
    const api = new ScreenApi({ screenId, keys: slot.keys, wire: this.wire });
    this.#api = api;
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
    this.#time.hearServer(serverTime);
    this.#heardServerAtMs = Math.max(this.#heardServerAtMs, Date.parse(serverTime) || 0);
  }

  #hear(event: ScreenEvent): void {
    this.#heardServerAtMs = Math.max(this.#heardServerAtMs, this.#time.now());
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
        this.#hearTakeover(event);
        return;
      case 'pitch':
        this.#hearPitch(event);
        return;
      case 'command':
        this.#obey(event);
        return;
      case 'revoked':
        void this.#revoked();
        return;
    }
  }

  #hearPosting({ postingId, placesLeft, status }: Extract<ScreenEvent, { type: 'posting' }>): void {
    const before = this.#heard.get(postingId);
    this.#heard.set(postingId, { placesLeft, status, atMs: this.#time.now() });
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

  #hearTakeover({ id, kind, message, until }: Extract<ScreenEvent, { type: 'takeover' }>): void {
    if (until === null) {
      this.#lifted.add(id);
      if (this.takeover?.id === id) this.takeover = undefined;
      return;
    }
    if (this.takeover?.kind === 'safe-slate' && kind === 'notice') return;
    this.takeover = {
      id,
      kind,
      ...(message === undefined ? {} : { message }),
      startsAt: new Date(this.#time.now()).toISOString(),
      endsAt: until,
    };
  }

  /** Applied by the page when the picture has reached the media time; without a picture, at once. */
  pitchHeard: ((event: Extract<ScreenEvent, { type: 'pitch' }>) => void) | undefined;

  #hearPitch(event: Extract<ScreenEvent, { type: 'pitch' }>): void {
    if (this.live?.episodeId !== event.episodeId || event.seq < this.live.seq) return;
    if (this.pitchHeard) this.pitchHeard(event);
    else this.applyPitch(event);
  }

  applyPitch(event: Extract<ScreenEvent, { type: 'pitch' }>): void {
    const { live } = this;
    if (live === undefined || live.episodeId !== event.episodeId || event.seq < live.seq) return;
    const { pitch: _, ...rest } = live;
    this.live = { ...rest, seq: event.seq, ...(event.pitch ? { pitch: event.pitch } : {}) };
  }

  #obey({ id, command }: Extract<ScreenEvent, { type: 'command' }>): void {
    this.#echoes.push(id);
    const { slide, manifest } = this;
    if (slide && manifest) this.#acknowledge(slide, manifest);
    if (command === 'refresh') void this.#fetch();
    if (command === 'reload') window.setTimeout(() => location.reload(), 500 + Math.random() * 2_000);
    if (command === 'identify') {
      this.identifying = true;
      window.setTimeout(() => {
        this.identifying = false;
      }, identifyMs);
    }
  }

  // ——— pairing

  async #pair(revoked: boolean): Promise<void> {
    const slot = this.#slot;
    if (slot === undefined) return;
    this.phase = 'pairing';
    this.pairing = { reachable: true, revoked };
    const paired = await pairDevice({
      keys: slot.keys,
      as: this.#as,
      wire: this.wire,
      code: (code) => {
        this.pairing = { code, reachable: true, revoked };
      },
      unreachable: () => {
        this.pairing = { ...this.pairing, reachable: false };
      },
      stopped: () => this.#stopped,
    });
    if (paired === undefined) return;
    this.#slot = { slot: slot.slot, keys: slot.keys, screenId: paired.screenId, trusted: paired.trusted };
    await this.#store?.put(this.#slot);
    this.#connect(paired.screenId);
  }

  /** The credential is gone: nothing that it gave may stay on this glass. */
  async #revoked(): Promise<void> {
    this.#feed?.stop();
    this.#feed = undefined;
    this.#api = undefined;
    this.manifest = undefined;
    this.slide = undefined;
    this.takeover = undefined;
    this.live = undefined;
    this.#heard.clear();
    this.#slot = { slot: this.#slotName, keys: await makeDeviceKey() };
    await this.#store?.put(this.#slot);
    await this.#pair(true);
  }

  // ——— keeping and telling

  async #save(): Promise<void> {
    await this.#store?.change(this.#slotName, (slot) => {
      slot.clock = this.#time.save();
      slot.heardServerAtMs = this.#heardServerAtMs;
      slot.heard = [...this.#heard];
    });
  }

  async #report(): Promise<void> {
    const memory = (performance as Performance & { memory?: { usedJSHeapSize: number } }).memory;
    const health: PlayerHealth = {
      appVersion: playerVersion,
      userAgent: navigator.userAgent.slice(0, 300),
      viewport: { width: innerWidth, height: innerHeight, pixelRatio: devicePixelRatio },
      heldVersion: this.manifest?.version ?? null,
      uptimeMs: Math.round(performance.now() - startedAtMs),
      heapBytes: memory?.usedJSHeapSize ?? null,
      setAside: [...this.#carousel.setAside.map((id) => ({ id, why: 'failed three times' })), ...this.#refusals].slice(0, 20),
      rescues: this.#rescues,
    };
    await this.#quietly(async () => this.#api?.health(health));
  }

  /** What may fail for want of a network and is tried again anyway. @returns whether it worked */
  async #quietly(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof Answered || error instanceof TypeError || (error instanceof DOMException && error.name === 'AbortError'))
        return false;
      throw error;
    }
  }

  #every(ms: number, work: () => void): void {
    this.#timers.push(window.setInterval(work, ms));
  }
}
