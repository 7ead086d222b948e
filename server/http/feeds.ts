import { z } from 'zod';
import {
  addRestreamTarget,
  changeRestreamTarget,
  type EpisodeFeeds,
  episodeFeeds,
  switchRestream,
  whipTokenMade,
} from '../contract/feeds.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { parseRtmpUrl } from '../media/restream/door.ts';
import type { Restreams } from '../media/restream/restreams.ts';
import {
  addTarget,
  changeTarget,
  keyHint,
  type RestreamRules,
  removeTarget,
  switchTarget,
  targetsOf,
} from '../services/feeds/restream-targets.ts';
import { makeWhipToken, revokeWhipToken, whipDoorOf } from '../services/feeds/whip-door.ts';
import { requireHosting } from '../services/live/require-publishing.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, type RouteContext, routes } from './env.ts';

const docs = deskDocs('feeds');
const targetParam = idParam.extend({ targetId: z.uuid() });
const rules: RestreamRules = { isAddress: (url) => parseRtmpUrl(url) !== undefined };

export interface FeedsParts {
  media: LiveMedia;
  restreams: Restreams;
}

/** An episode's ways in and out that are not our own pages: encoders by WHIP, platforms by RTMP. Every act answers with the whole state. */
export function feedsRoutes({ media, restreams }: FeedsParts) {
  /** An encoder that came by a token which is worth nothing any more. */
  const hangUp = (episodeId: string) => {
    const publisher = media.find(episodeId)?.room.publisher;
    if (publisher?.from === 'whip') publisher.close();
  };
  const feedsOf = async (c: RouteContext, episodeId: string): Promise<EpisodeFeeds> => {
    const { context, actor } = c.var;
    await requireHosting(context, actor, episodeId);
    const rows = await targetsOf(context.db, episodeId);
    const cuts = rows.flatMap(({ wanted, picture }) => (wanted && picture !== 'program' ? [picture] : []));
    return {
      whip: await whipDoorOf(context, episodeId),
      incoming: media.find(episodeId)?.incoming ?? null,
      targets: rows.map((row) => ({
        id: row.id,
        name: row.name,
        url: row.url,
        keyHint: keyHint(context, row),
        picture: row.picture,
        wanted: row.wanted,
        state: restreams.stateOf(row.id) ?? (row.wanted ? { is: 'waiting', why: 'picture' } : { is: 'off' }),
      })),
      cuts: [...new Set(cuts)],
    };
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
    })
    .post(
      '/episodes/:id/restreams',
      allow('host'),
      input('param', idParam),
      input('json', addRestreamTarget),
      docs('A platform to send the show on to', { schema: episodeFeeds, status: 201 }),
      async (c) => {
        const { id } = c.req.valid('param');
        await addTarget(c.var.context, rules, c.var.actor, { ...c.req.valid('json'), episodeId: id });
        return c.json(await feedsOf(c, id), 201);
      },
    )
    .put(
      '/episodes/:id/restreams/:targetId',
      allow('host'),
      input('param', targetParam),
      input('json', changeRestreamTarget),
      docs('Its name, address, key or picture', { schema: episodeFeeds }),
      async (c) => {
        const { id, targetId } = c.req.valid('param');
        await changeTarget(c.var.context, rules, c.var.actor, { ...c.req.valid('json'), episodeId: id, targetId });
        return c.json(await feedsOf(c, id));
      },
    )
    .post(
      '/episodes/:id/restreams/:targetId/switch',
      allow('host'),
      input('param', targetParam),
      input('json', switchRestream),
      docs('Start or stop, also in the middle of the show', { schema: episodeFeeds }),
      async (c) => {
        const { id, targetId } = c.req.valid('param');
        await switchTarget(c.var.context, c.var.actor, { episodeId: id, targetId, on: c.req.valid('json').on });
        return c.json(await feedsOf(c, id));
      },
    )
    .delete(
      '/episodes/:id/restreams/:targetId',
      allow('host'),
      input('param', targetParam),
      docs('Forget a platform', { schema: episodeFeeds }),
      async (c) => {
        const { id, targetId } = c.req.valid('param');
        await removeTarget(c.var.context, c.var.actor, { episodeId: id, targetId });
        return c.json(await feedsOf(c, id));
      },
    );
}
