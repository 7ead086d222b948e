import { z } from 'zod';
import {
  createEpisode as createEpisodeInput,
  episodeForHost,
  episodeForPublic,
  episodeListed,
  presenceReport,
  programReport,
  setRundown as setRundownInput,
  stepRundown as stepRundownInput,
} from '../contract/live.ts';
import type { LiveMedia } from '../media/live-media.ts';
import { chatDeskOf, chatOf } from '../realtime/chat-news.ts';
import { staffTopic } from '../realtime/desk-news.ts';
import { guestsOfEpisode } from '../realtime/guest-news.ts';
import type { Hub } from '../realtime/hub.ts';
import { showTopic } from '../realtime/show-news.ts';
import { createEpisode } from '../services/live/create-episode.ts';
import { findEpisode, listEpisodes, listPublicEpisodes, viewForHost, viewForPublic } from '../services/live/episode-view.ts';
import { prolongShow } from '../services/live/prolong-show.ts';
import { reportShow } from '../services/live/report-show.ts';
import { requireHosting, requirePublishing } from '../services/live/require-publishing.ts';
import { endEpisode, goLive, stepRundown } from '../services/live/run-show.ts';
import { setRundown } from '../services/live/set-rundown.ts';
import { consume, isWithin } from '../services/seekers/limits.ts';
import { airRoutes } from './air.ts';
import { captionRoutes } from './captions.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, open, openUnasked, routes } from './env.ts';
import { openStream } from './event-streams.ts';
import { lineCheckRoutes } from './line-check.ts';
import { signallingRoutes } from './live-signalling.ts';
import { viewingRoutes } from './viewing.ts';

const docs = deskDocs('live');
/** A host's session that runs out ends its stream with this; grants that change end it at once. */
const streamLivesMs = 6 * 3_600_000;
const bySlug = z.object({ slug: z.string().regex(/^[a-z0-9-]{1,80}$/) });
const withChat = z.object({ chat: z.literal('1').optional() });
const anyone = () => openUnasked('the show is public');

export interface LiveParts {
  media: LiveMedia;
  hub: Hub;
}

/** 直播: episodes for the studio, shows for the public, and the program's signalling below `/:episodeId`. */
export const liveRoutes = ({ media, hub }: LiveParts) =>
  routes()
    .get('/shows', anyone(), docs('Shows that are on or come soon', { schema: z.array(episodeListed) }), async (c) =>
      c.json(await listPublicEpisodes(c.var.context)),
    )
    .get('/shows/:slug', anyone(), input('param', bySlug), docs('One show', { schema: episodeForPublic }), async (c) => {
      const { context } = c.var;
      return c.json(await viewForPublic(context, media, await findEpisode(context.db, c.req.valid('param'))));
    })
    .get(
      '/shows/:slug/events',
      anyone(),
      input('param', bySlug),
      input('query', withChat),
      docs('A show as it goes (server-sent events)'),
      async (c) => {
        const { context } = c.var;
        const episode = await viewForPublic(context, media, await findEpisode(context.db, c.req.valid('param')));
        // Screens follow the show without its chat: what viewers write is for phones.
        const chat = c.req.valid('query').chat === undefined ? [] : [chatOf(episode.id)];
        return openStream(c, hub, [showTopic(episode.id), ...chat], { hello: { type: 'episode', data: { type: 'episode', episode } } });
      },
    )
    .get('/episodes', allow('host'), docs('Episodes that I may host', { schema: z.array(episodeListed) }), async (c) =>
      c.json(await listEpisodes(c.var.context, c.var.actor)),
    )
    .post(
      '/episodes',
      allow('host'),
      input('json', createEpisodeInput),
      docs('Plan an episode', { schema: z.object({ episodeId: z.uuid(), slug: z.string() }), status: 201 }),
      async (c) => c.json(await createEpisode(c.var.context, c.var.actor, c.req.valid('json')), 201),
    )
    .get(
      '/episodes/:id',
      allow('host'),
      input('param', idParam),
      docs('One episode with its rundown', { schema: episodeForHost }),
      async (c) => c.json(await viewForHost(c.var.context, media, c.var.actor, c.req.valid('param').id)),
    )
    .put(
      '/episodes/:id/rundown',
      allow('host'),
      input('param', idParam),
      input('json', setRundownInput),
      docs('Put the rundown in this order', { schema: episodeForHost }),
      async (c) => {
        const { id } = c.req.valid('param');
        await setRundown(c.var.context, c.var.actor, { episodeId: id, ...c.req.valid('json') });
        return c.json(await viewForHost(c.var.context, media, c.var.actor, id));
      },
    )
    .get(
      '/episodes/:id/events',
      allow('host'),
      input('param', idParam),
      docs('All that a host’s page hears of its show: the show, its chat, its green room (server-sent events)'),
      async (c) => {
        const { context, actor } = c.var;
        const { id } = c.req.valid('param');
        await requireHosting(context, actor, id);
        const mine = actor.kind === 'staff' ? [staffTopic(actor.userId)] : [];
        // One stream for all of it: a browser holds six connections to a server, and a picture has to be sent as well.
        return openStream(c, hub, [showTopic(id), chatOf(id), chatDeskOf(id), guestsOfEpisode(id), ...mine], { mostMs: streamLivesMs });
      },
    )
    .post('/episodes/:id/start', allow('host'), input('param', idParam), docs('Go live', { schema: episodeForHost }), async (c) => {
      const { id } = c.req.valid('param');
      await goLive(c.var.context, media, c.var.actor, id);
      return c.json(await viewForHost(c.var.context, media, c.var.actor, id));
    })
    .post(
      '/episodes/:id/step',
      allow('host'),
      input('param', idParam),
      input('json', stepRundownInput),
      docs('Next job, back, or undo', { schema: episodeForHost }),
      async (c) => {
        const { id } = c.req.valid('param');
        await stepRundown(c.var.context, media, c.var.actor, { episodeId: id, ...c.req.valid('json') });
        return c.json(await viewForHost(c.var.context, media, c.var.actor, id));
      },
    )
    .post(
      '/episodes/:id/prolong',
      allow('host'),
      input('param', idParam),
      docs('Go on for half an hour more before the show ends by itself', { schema: episodeForHost }),
      async (c) => {
        const { id } = c.req.valid('param');
        await prolongShow(c.var.context, c.var.actor, id);
        return c.json(await viewForHost(c.var.context, media, c.var.actor, id));
      },
    )
    .post('/episodes/:id/end', allow('host'), input('param', idParam), docs('End the show', { schema: episodeForHost }), async (c) => {
      const { id } = c.req.valid('param');
      await endEpisode(c.var.context, media, c.var.actor, id);
      return c.json(await viewForHost(c.var.context, media, c.var.actor, id));
    })
    .post(
      '/:id/presence',
      anyone(),
      input('param', idParam),
      input('json', presenceReport),
      docs('A page that watches says so', { schema: z.object({ viewers: z.int() }) }),
      async (c) => {
        const { id } = c.req.valid('param');
        // Page keys are made by whoever asks: one address must not be able to make an audience.
        await consume(c.var.context, { 'presence-address': c.var.clientAddress });
        const { viewerKey, seen } = c.req.valid('json');
        const presence = media.find(id)?.presence;
        if (presence?.seen(viewerKey) && (await isWithin(c.var.context, { 'view-address': c.var.clientAddress })))
          presence.opened(viewerKey);
        if (seen) media.saw(id, seen);
        return c.json({ viewers: media.viewers(id) });
      },
    )
    .post(
      '/:id/report',
      open('whoever watches may complain; limited by address'),
      input('param', idParam),
      input('json', programReport),
      docs('Report the show to the station'),
      async (c) => {
        const { context, actor, clientAddress } = c.var;
        await reportShow(context, actor, { episodeId: c.req.valid('param').id, ...c.req.valid('json'), clientAddress });
        return c.body(null, 204);
      },
    )
    .route('/episodes', airRoutes(media))
    .route('/line-checks', lineCheckRoutes(media))
    .route('/', captionRoutes({ media }))
    .route('/', viewingRoutes(media))
    .route(
      '/',
      signallingRoutes(media, {
        mayHost: (c, episodeId) => requireHosting(c.var.context, c.var.actor, episodeId),
        mayPublish: (c, episodeId) => requirePublishing(c.var.context, c.var.actor, episodeId),
      }),
    );
