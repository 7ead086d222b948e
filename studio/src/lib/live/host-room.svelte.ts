import { FeedsDesk } from '$lib/feeds/feeds-desk.svelte.ts';
import { notice } from '$lib/kit-studio/notices.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { paintOverlays } from '$lib/program/overlay-painter.ts';
import { EpisodeDesk } from './episode.svelte.ts';
import { OnAir } from './on-air.svelte.ts';
import { Source } from './source.svelte.ts';

/** What one host works with during one episode: its state, picture and sound, and the line to the server. Lives as long as the page. */
export class HostRoom {
  readonly id: string;
  readonly desk: EpisodeDesk;
  readonly source = new Source();
  readonly air: OnAir;
  readonly feeds: FeedsDesk;

  constructor(id: string) {
    this.id = id;
    this.desk = new EpisodeDesk(id);
    this.air = new OnAir(id);
    this.feeds = new FeedsDesk(id);
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
        if (this.desk.episode && !hasLeft) unwatch = this.desk.watch(this.desk.episode.slug);
      })
      .catch((error: unknown) => notice.problem(error));
    return () => {
      hasLeft = true;
      unwatch?.();
      this.air.stop();
      this.source.close();
    };
  }

  /** Keeps what lies over the picture as the episode has it. Call it in an `$effect`. */
  paint(): void {
    // The kind first: it is what tells that the compositor has come.
    const { kind, compositor } = this.source;
    const { episode } = this;
    if (kind === 'none' || !compositor || !episode) return;
    // The card follows the rundown: before the show it is a preview of the first job.
    const item = this.isOn ? episode.rundown.find(({ id }) => id === this.desk.shownItemId) : episode.rundown[0];
    void paintOverlays({
      hostName: episode.hostName,
      organiser: episode.organiser,
      pitch: item?.pitch ?? null,
      today: episode.today,
      words: { host: m.live_picture_host(), live: m.live_picture_live(), scan: (number) => m.live_picture_scan({ number }) },
    }).then((overlays) => compositor.setOverlays(overlays));
  }

  async goLive(): Promise<void> {
    const { tracks } = this.source;
    const { usesObs, encoder } = this.feeds;
    if (!tracks && !usesObs) return;
    try {
      if (!this.isOn) await this.desk.start();
      if (usesObs) this.air.followEncoder(encoder);
      else if (tracks) this.air.start(tracks);
    } catch (error) {
      notice.problem(error);
    }
  }

  async end(): Promise<void> {
    try {
      await this.desk.end();
      this.air.stop();
    } catch (error) {
      notice.problem(error);
    }
  }
}
