import { notice } from '$lib/kit-studio/notices.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import type { LayoutName } from '$lib/program/layouts.ts';
import { type OnPicture, paintCountdown, paintScene } from '$lib/program/scene-painter.ts';
import { EpisodeDesk } from './episode.svelte.ts';
import { OnAir } from './on-air.svelte.ts';
import { Source } from './source.svelte.ts';

/** What one host works with during one episode: its state, picture and sound, and the line to the server. Lives as long as the page. */
export class HostRoom {
  readonly id: string;
  readonly desk: EpisodeDesk;
  readonly source = new Source();
  readonly air: OnAir;
  /** As the host has chosen it. */
  layout = $state<LayoutName>('host');
  #painted = 0;

  constructor(id: string) {
    this.id = id;
    this.desk = new EpisodeDesk(id);
    this.air = new OnAir(id);
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
    if (this.source.kind === 'none') return m.live_start_needs_source();
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

  /** What the picture says now; undefined until there is a picture and an episode. */
  get onPicture(): OnPicture | undefined {
    const { episode, source } = this;
    if (source.kind === 'none' || !episode) return undefined;
    const { title, hostName, organiser, today } = episode;
    // Before the show it is a preview of the first job.
    const item = this.isOn ? episode.rundown.find(({ id }) => id === this.desk.shownItemId) : episode.rundown[0];
    const pitch = item?.pitch ?? null;
    return {
      format: source.format,
      layout: this.layout,
      sources: source.names,
      title,
      hostName,
      organiser,
      today,
      pitch,
      words: {
        host: m.live_picture_host(),
        live: m.live_picture_live(),
        scan: pitch ? m.live_picture_scan({ number: pitch.number }) : '',
        slate: m.air_slate(),
      },
    };
  }

  /** Keeps the picture as the episode and the host have it. Call it in an `$effect`. */
  paint(): void {
    const on = this.onPicture;
    const { compositor, stream } = this.source;
    if (!on || !compositor || !stream) return;
    this.#painted += 1;
    const painting = this.#painted;
    void paintScene(on).then((scene) => {
      // Painting takes a moment: an older state must not come over a newer one.
      if (painting === this.#painted) void compositor.setScene(scene);
    });
  }

  async countDown(): Promise<void> {
    const { compositor, format } = this.source;
    if (compositor) compositor.countDown(await paintCountdown(format));
  }

  async goLive(): Promise<void> {
    const { tracks } = this.source;
    if (!tracks) return;
    try {
      if (!this.isOn) await this.desk.start();
      this.air.start(tracks);
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
