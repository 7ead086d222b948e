import { and, eq, inArray } from 'drizzle-orm';
import { type DomainEvent, relayedEvent } from '../contract/events.ts';
import type { ShowEvent } from '../contract/live.ts';
import { episodes, rundownItems } from '../db/schema/live.ts';
import type { Unsubscribe } from '../services/bus.ts';
import type { Context } from '../services/context.ts';
import { findEpisode, viewForPublic } from '../services/live/episode-view.ts';
import type { LivePort } from '../services/live/live-port.ts';
import type { Hub } from './hub.ts';

export const showTopic = (episodeId: string): string => `show:${episodeId}`;

/** What happens in a show reaches its open pages: the host's step, the host's loss, places that go. */
export async function tellShows(ctx: Context, live: LivePort, hub: Hub): Promise<Unsubscribe> {
  const tell = (episodeId: string, event: ShowEvent) => hub.publish(showTopic(episodeId), event.type, event);

  const hear = async (event: DomainEvent): Promise<void> => {
    switch (event.type) {
      case 'episode.changed': {
        const episode = await viewForPublic(ctx, live, await findEpisode(ctx.db, { id: event.episodeId }));
        tell(event.episodeId, { type: 'episode', episode });
        return;
      }
      case 'episode.pitched': {
        if (hub.count(showTopic(event.episodeId)) === 0) return;
        const { pitch, seq } = await viewForPublic(ctx, live, await findEpisode(ctx.db, { id: event.episodeId }));
        // A newer step has been stored meanwhile: its own event is on its way.
        if (seq !== event.seq) return;
        tell(event.episodeId, { type: 'pitch', seq, mediaTimeMs: event.mediaTimeMs, pitch });
        return;
      }
      case 'posting.counted': {
        const { postingId, placesLeft, filled } = event;
        for (const episodeId of await showsWith(ctx, postingId)) tell(episodeId, { type: 'counted', postingId, placesLeft, filled });
      }
    }
  };

  const subscriptions = await Promise.all(
    ['event.episode.*', 'event.posting.counted'].map((pattern) =>
      ctx.bus.subscribe(pattern, (message) => {
        hear(relayedEvent.parse(message).event).catch((error: unknown) => {
          ctx.log.error({ err: error }, 'a show could not be told');
        });
      }),
    ),
  );
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}

async function showsWith(ctx: Context, postingId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectDistinct({ id: episodes.id })
    .from(episodes)
    .innerJoin(rundownItems, eq(rundownItems.episodeId, episodes.id))
    .where(and(inArray(episodes.state, ['live', 'away']), eq(rundownItems.postingId, postingId)));
  return rows.map(({ id }) => id);
}
