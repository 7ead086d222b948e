import { captionOnWire, sayCaption as sayCaptionInput } from '../contract/captions.ts';
import { writeWebVtt } from '../domain/live/webvtt.ts';
import { listCaptions } from '../services/captions/list-captions.ts';
import { sayCaption } from '../services/captions/say-caption.ts';
import { findEpisode } from '../services/live/episode-view.ts';
import type { LivePort } from '../services/live/live-port.ts';
import { deskDocs, idParam } from './desk-docs.ts';
import { allow, input, openUnasked, routes } from './env.ts';

const docs = deskDocs('live');

/** 字幕: the host's line on every screen's text track, and an episode's lines as one file. Below `/api/live`. */
export const captionRoutes = ({ media }: { media: LivePort }) =>
  routes()
    .post(
      '/episodes/:id/captions',
      allow('host'),
      input('param', idParam),
      input('json', sayCaptionInput),
      docs('Show a line as caption', { schema: captionOnWire, status: 201 }),
      async (c) => {
        const { context, actor } = c.var;
        return c.json(await sayCaption(context, media, actor, { episodeId: c.req.valid('param').id, ...c.req.valid('json') }), 201);
      },
    )
    .get(
      '/:id/captions.vtt',
      openUnasked('the show is public, and so is what was said in it'),
      input('param', idParam),
      docs('An episode’s captions on its own clock (WebVTT)'),
      async (c) => {
        const { context } = c.var;
        const episode = await findEpisode(context.db, c.req.valid('param'));
        c.header('content-type', 'text/vtt; charset=utf-8');
        c.header('cache-control', episode.state === 'ended' ? 'public, max-age=300' : 'no-cache');
        return c.body(writeWebVtt(await listCaptions(context, episode.id), { segmented: false }));
      },
    );
