import { and, eq, inArray } from 'drizzle-orm';
import type { DomainEvent } from '../contract/events.ts';
import type { PitchOnWire, ShowEvent } from '../contract/live.ts';
import { episodes, rundownItems } from '../db/schema/live.ts';
import type { Unsubscribe } from '../services/bus.ts';
import type { Context } from '../services/context.ts';
import { itemsOf } from '../services/live/episode-row.ts';
import { findEpisode, pitchesOf, viewForPublic } from '../services/live/episode-view.ts';
import type { LivePort } from '../services/live/live-port.ts';
import { type Stepped, steppedTopic } from '../services/live/run-show.ts';
import { hearEvents } from './hear-events.ts';
import type { Hub } from './hub.ts';

export const showTopic = (episodeId: string): string => `show:${episodeId}`;

/** What happens in a show reaches its open pages: the host's step, the host's loss, places that go. */
export async function tellShows(ctx: Context, live: LivePort, hub: Hub): Promise<Unsubscribe> {
  const news = new ShowNews(ctx, live, hub);
  const guarded = (work: Promise<void>) => void work.catch((error: unknown) => ctx.log.error({ err: error }, 'a show could not be told'));
  const subscriptions = await Promise.all([
    ctx.bus.subscribe(steppedTopic, (message) => guarded(news.step(message as Stepped))),
    ...['event.episode.*', 'event.posting.counted'].map((pattern) => hearEvents(ctx.bus, pattern, (event) => guarded(news.hear(event)))),
  ]);
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}

class ShowNews {
  readonly #ctx: Context;
  readonly #live: LivePort;
  readonly #hub: Hub;
  /** Cards of the shows that are on, by item: at a step there is no time to ask the database. */
  readonly #cards = new Map<string, Map<string, PitchOnWire>>();
  /** The last step told, by episode: the same news comes twice, by the short way and by the sure one. */
  readonly #toldSeq = new Map<string, number>();

  constructor(ctx: Context, live: LivePort, hub: Hub) {
    this.#ctx = ctx;
    this.#live = live;
    this.#hub = hub;
  }

  async step({ episodeId, seq, itemId, mediaTimeMs }: Stepped): Promise<void> {
    if ((this.#toldSeq.get(episodeId) ?? 0) >= seq) return;
    this.#toldSeq.set(episodeId, seq);
    if (this.#hub.count(showTopic(episodeId)) === 0) return;
    const pitch = itemId === null ? null : await this.#card(episodeId, itemId);
    this.#tell(episodeId, { type: 'pitch', seq, mediaTimeMs, pitch });
  }

  async hear(event: DomainEvent): Promise<void> {
    switch (event.type) {
      case 'episode.changed':
        return this.#changed(event.episodeId);
      case 'episode.pitched':
        await this.step(event);
        return this.#prepare(event.episodeId);
      case 'posting.counted':
        return this.#counted(event);
    }
  }

  async #changed(episodeId: string): Promise<void> {
    const episode = await viewForPublic(this.#ctx, this.#live, await findEpisode(this.#ctx.db, { id: episodeId }));
    this.#tell(episodeId, { type: 'episode', episode });
    if (episode.state === 'ended') {
      this.#cards.delete(episodeId);
      this.#toldSeq.delete(episodeId);
    } else {
      await this.#prepare(episodeId);
    }
  }

  async #counted({ postingId, placesLeft, filled }: { postingId: string; placesLeft: number; filled: boolean }): Promise<void> {
    for (const cards of this.#cards.values()) {
      for (const [itemId, card] of cards) if (card.postingId === postingId) cards.set(itemId, { ...card, placesLeft, filled });
    }
    for (const episodeId of await this.#showsWith(postingId)) this.#tell(episodeId, { type: 'counted', postingId, placesLeft, filled });
  }

  async #card(episodeId: string, itemId: string): Promise<PitchOnWire | null> {
    const card = this.#cards.get(episodeId)?.get(itemId);
    if (card) return card;
    await this.#prepare(episodeId);
    return this.#cards.get(episodeId)?.get(itemId) ?? null;
  }

  async #prepare(episodeId: string): Promise<void> {
    const episode = await findEpisode(this.#ctx.db, { id: episodeId });
    if (episode.state !== 'live' && episode.state !== 'away') return;
    const items = await itemsOf(this.#ctx.db, episodeId);
    this.#cards.set(
      episodeId,
      await pitchesOf(
        this.#ctx,
        episode,
        items.map((item) => item.id),
      ),
    );
  }

  async #showsWith(postingId: string): Promise<string[]> {
    const rows = await this.#ctx.db
      .selectDistinct({ id: episodes.id })
      .from(episodes)
      .innerJoin(rundownItems, eq(rundownItems.episodeId, episodes.id))
      .where(and(inArray(episodes.state, ['live', 'away']), eq(rundownItems.postingId, postingId)));
    return rows.map(({ id }) => id);
  }

  #tell(episodeId: string, event: ShowEvent): void {
    this.#hub.publish(showTopic(episodeId), event.type, event);
  }
}
