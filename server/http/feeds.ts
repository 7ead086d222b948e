import { episodeFeeds, whipTokenMade } from '../contract/feeds.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { makeWhipToken, revokeWhipToken, whipDoorOf } from '../services/feeds/whip-door.ts';
import { requireHosting } from '../services/live/require-publishing.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, type RouteContext, routes } from './env.ts';

const docs = deskDocs('feeds');

/** An episode's ways in and out that are not our own pages: encoders by WHIP, platforms by RTMP. */
export function feedsRoutes(media: LiveMedia) {
  /** An encoder that came by a token which is worth nothing any more. */
  const hangUp = (episodeId: string) => {
    const publisher = media.find(episodeId)?.room.publisher;
    if (publisher?.from === 'whip') publisher.close();
  };
  const feedsOf = async (c: RouteContext, episodeId: string) => {
    await requireHosting(c.var.context, c.var.actor, episodeId);
    return { whip: await whipDoorOf(c.var.context, episodeId), incoming: media.find(episodeId)?.incoming ?? null };
  };

  return routes()
    .get(
      '/episodes/:id/feeds',
      allow('host'),
      input('param', idParam),
      docs('What comes in and where it goes', { schema: episodeFeeds }),
      async (c) => c.json(await feedsOf(c, c.req.valid('param').id)),
    )
    .post(
      '/episodes/:id/whip-token',
      allow('host'),
      input('param', idParam),
      docs('A new bearer token for an encoder; the one before it ends', { schema: whipTokenMade, status: 201 }),
      async (c) => {
        const { id } = c.req.valid('param');
        const made = await makeWhipToken(c.var.context, c.var.actor, id);
        hangUp(id);
        return c.json(made, 201);
      },
    )
    .delete('/episodes/:id/whip-token', allow('host'), input('param', idParam), docs('No encoder gets in any more'), async (c) => {
      const { id } = c.req.valid('param');
      await revokeWhipToken(c.var.context, c.var.actor, id);
      hangUp(id);
      return c.body(null, 204);
    });
}
