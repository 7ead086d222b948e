import { untrack } from 'svelte';
import type { AdjustGuest } from '#server/contract/guests.ts';
import { FeedsDesk } from '$lib/feeds/feeds-desk.svelte.ts';
import { restreamSwitch, switchEach } from '$lib/feeds/restream-switch.ts';
import { GuestsDesk } from '$lib/guests/guests-desk.svelte.ts';
import { notice } from '$lib/kit-studio/notices.svelte.ts';
import { MissedDesk } from '$lib/missed/missed-desk.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import type { CanvasFormat } from '$lib/program/canvas.ts';
import { guestPicture, type LayoutName } from '$lib/program/layouts.ts';
import { type OnPicture, paintCountdown, paintScene, prepareLetters } from '$lib/program/scene-painter.ts';
import { EffortDesk } from './effort.svelte.ts';
import { EpisodeDesk } from './episode.svelte.ts';
import { EpisodeLine } from './episode-line.ts';
import { OnAir } from './on-air.svelte.ts';
import { ProgramWindows } from './program-window.svelte.ts';
import { Recordings } from './recordings.svelte.ts';
import { Source } from './source.svelte.ts';

/** What one host works with during one episode: its state, picture and sound, and the line to the server. Lives as long as the page. */
export class HostRoom {
  readonly id: string;
  /** What the page hears from the server. */
  readonly line: EpisodeLine;
  readonly desk: EpisodeDesk;
  readonly source: Source;
  readonly air: OnAir;
  readonly effort: EffortDesk;
  readonly recordings: Recordings;
  readonly missed: MissedDesk;
  readonly windows: ProgramWindows;
  /** As the host has chosen it. */
  layout = $state<LayoutName>('host');
  /** What stands in front of the desk. */
  dialog = $state<'keys' | 'insert' | 'filled' | 'end'>();
  #painted = 0;
  #switching = false;
  #prepared: object | undefined;
  readonly feeds: FeedsDesk;
  readonly guests: GuestsDesk;

  constructor(id: string) {
    this.id = id;
    this.line = new EpisodeLine(id);
    this.desk = new EpisodeDesk(id);
    this.source = new Source((rate) => {
      if (this.air.state === 'on-air') this.effort.drawn(rate);
    });
    this.effort = new EffortDesk(id, () => this.source);
    this.air = new OnAir(id, this.effort.encoded);
    this.recordings = new Recordings(id);
    this.missed = new MissedDesk({ episodeId: id, sources: () => this.recordings.sources(), line: () => this.uplink });
    this.windows = new ProgramWindows(id, () => this.source.compositor);
    this.feeds = new FeedsDesk(id);
    this.guests = new GuestsDesk(id);
  }

  /** As it is shown: with card and sound alone the job takes the picture's place. */
  get layoutNow(): LayoutName {
    if (this.effort.rung !== 'card') return this.layout;
    return this.onJob ? 'card' : 'slate';
  }

  /** The job whose card is up, if there is one. */
  get onJob() {
    const { episode } = this;
    // Before the show it is a preview of the first job.
    const item = this.isOn ? episode?.rundown.find(({ id }) => id === this.desk.shownItemId) : episode?.rundown[0];
    return item?.pitch ?? undefined;
  }

  get episode() {
    return this.desk.episode;
  }

  get isOn(): boolean {
    return this.episode?.state === 'live' || this.episode?.state === 'away';
  }

  get sends(): boolean {
    return this.air.state !== 'stopped';
  }

  /** How the picture's way to the server is. */
  get uplink(): 'on-air' | 'lost' | 'off' {
    if (!this.isOn || !this.sends) return 'off';
    return this.air.state === 'on-air' ? 'on-air' : 'lost';
  }

  /** Why the show can't begin yet, in words that say what to do. */
  get missing(): string | undefined {
    if (this.source.kind === 'none' && !this.feeds.usesObs) return m.live_start_needs_source();
    return this.episode?.rundown.length === 0 ? m.live_start_needs_jobs() : undefined;
  }

  /** Loads the episode and follows it. Returns what ends the page's part in it. */
  enter(): () => void {
    let unwatch: (() => void) | undefined;
    let hasLeft = false;
    this.desk
      .load()
      .then(() => {
        if (!this.desk.episode || hasLeft) return;
        unwatch = this.desk.watch(this.line);
        this.source.format = this.desk.episode.canvas;
      })
      .catch((error: unknown) => notice.problem(error));
    void this.recordings.load();
    const hangUp = this.line.open();
    const unfollow = this.guests.watch(this.line);
    const unwatchMissed = this.missed.watch();
    return () => {
      hasLeft = true;
      hangUp();
      unfollow();
      unwatchMissed();
      void this.recordings.stop();
      this.windows.close();
      unwatch?.();
      this.air.stop();
      this.source.close();
    };
  }

  /** What the picture says now; undefined until there is a picture and an episode. */
  get onPicture(): OnPicture | undefined {
    const { episode, source } = this;
    if (source.kind === 'none' || !episode) return undefined;
    const { title, hostName, organiser, today } = episode;
    // Plain data: it goes to other windows too.
    const pitch = this.onJob ? $state.snapshot(this.onJob) : null;
    return {
      format: source.format,
      layout: this.layoutNow,
      sources: source.names,
      title,
      hostName,
      organiser,
      today,
      pitch,
      guests: this.guests.onStage.map(({ id, name, fit }) => ({ source: guestPicture(id), name, whole: fit === 'contain' })),
    };
  }

  /** Keeps the picture as the episode and the host have it. Call it in an `$effect`. */
  paint(): void {
    const on = this.onPicture;
    const { compositor, stream } = this.source;
    if (!on || !compositor || !stream) return;
    this.windows.follow(on);
    this.#prepare();
    this.#painted += 1;
    const painting = this.#painted;
    void paintScene(on).then((scene) => {
      // Painting takes a moment: an older state must not come over a newer one.
      if (painting === this.#painted) void compositor.setScene(scene);
    });
  }

  /** Whatever the rundown holds can be painted at once then. */
  #prepare(): void {
    const rundown = this.episode?.rundown;
    if (!rundown || rundown === this.#prepared) return;
    this.#prepared = rundown;
    // The picture itself is painted anew for its own job alone, not for every row.
    untrack(() => void prepareLetters(rundown));
  }

  /** A show may be ended from elsewhere, or given up by the server. Call it in an `$effect`. */
  followEnd(): void {
    if (this.episode?.state !== 'ended') return;
    this.air.stop();
    // The recording first: it is made of what then goes dark, camera's light and all.
    void this.recordings.stop().finally(() => this.source.close());
  }

  async countDown(): Promise<void> {
    const { compositor, format } = this.source;
    if (!compositor) return;
    this.windows.countDown();
    compositor.countDown(await paintCountdown(format));
  }

  async chooseCanvas(canvas: CanvasFormat): Promise<void> {
    await this.#saying(async () => {
      await this.desk.chooseCanvas(canvas);
      await this.source.useFormat(canvas);
    });
  }

  /** Who comes on stage comes into the picture, too; with the last one gone it is the host's again. */
  async adjustGuest(guestId: string, change: AdjustGuest): Promise<void> {
    await this.guests.adjust(guestId, change);
    const { length } = this.guests.onStage;
    if (change.onStage === true && (this.layout === 'host' || this.layout === 'pair')) this.layout = length > 1 ? 'grid' : 'pair';
    if (change.onStage === false && length === 0 && (this.layout === 'pair' || this.layout === 'grid')) this.layout = 'host';
  }

  /** By key: what goes wrong is said on the page. */
  stage = (guestId: string, onStage: boolean): Promise<void> => this.#saying(() => this.adjustGuest(guestId, { onStage }));
  step = (which: 'next' | 'back' | 'undo'): Promise<void> => this.#saying(() => this.desk.step(which));
  togglePin = (): Promise<void> => this.#saying(() => this.desk.togglePin());
  insert = (postingId: string): Promise<void> => this.#saying(() => this.desk.insert(postingId));
  fill = (postingId: string): Promise<void> => this.#saying(() => this.desk.fill(postingId));

  /** All platforms at once. */
  async switchRestreams(): Promise<void> {
    const { on, targets } = restreamSwitch(this.feeds.feeds?.targets ?? []);
    if (targets.length === 0 || this.#switching) return;
    this.#switching = true;
    try {
      const { done, failed } = await switchEach(targets, (target) => this.feeds.switch(target, on));
      // Their answers cross, and one that never came may have done its work: the next press goes by what is.
      await this.feeds.look();
      const names = done.join('、');
      if (names) notice.done(on ? m.air_restream_started({ names }) : m.air_restream_stopped({ names }));
      const refused = on ? m.air_restream_not_started : m.air_restream_not_stopped;
      for (const { name, error } of failed) notice.problem(error, (why) => refused({ name, why }));
    } finally {
      this.#switching = false;
    }
  }

  async goLive(): Promise<void> {
    const { tracks, format } = this.source;
    const { usesObs, encoder } = this.feeds;
    if (!tracks && !usesObs) return;
    await this.#saying(async () => {
      if (!this.isOn) await this.desk.start();
      this.effort.reset();
      if (usesObs) this.air.followEncoder(encoder);
      else if (tracks) {
        this.air.start(tracks, format);
        await this.recordings.start(tracks);
      }
    });
  }

  async end(): Promise<void> {
    await this.#saying(async () => {
      await this.desk.end();
      this.air.stop();
      await this.recordings.stop();
    });
  }

  async #saying(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      notice.problem(error);
    }
  }
}
